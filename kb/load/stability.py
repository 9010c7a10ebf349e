"""Security and stability: the mean of the Worldwide Governance Indicators of 2022.

Source: Kaufmann and Kraay, Worldwide Governance Indicators, 2023 Update (World Bank), as a table
`Country/Territory,2022` whose authors took the mean of all six estimates (voice and accountability, political
stability and absence of violence, government effectiveness, regulatory quality, rule of law, control of
corruption; each about -2.5 to 2.5) and scaled it to 0..1.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.indicators import code_of, number, score
from kb.load.tables import read_table

__all__ = ["YEAR", "get", "transform"]

YEAR = 2022
_NAME = "Country/Territory"
_SOURCE: Row = {
    "id": "source:worldbank-wgi-2022",
    "name": "Worldwide Governance Indicators",
    "title": "Worldwide Governance Indicators, 2023 Update (Kaufmann and Kraay): mean of the estimates of 2022",
    "publisher": "World Bank",
    "url": "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
    "licence": "Apache-2.0 (table), World Bank (estimates)",
    "retrieved": date(2026, 11, 24),
    "exhaustive": True,
}
_INDICATOR: Row = {
    "id": "indicator:governance-stability",
    "name": "Worldwide Governance Indicators: mean of the six estimates",
    "dimension": "SECURITY",
    "higher_is_better": True,
    "unit": "0..1, mean of the estimates scaled from -2.5..2.5",
    "sources": (_SOURCE["id"],),
}
_SPELLINGS: dict[str, str | None] = {"Kosovo": None}
_HINT = "Correct the cell, or name the table of normalised means."


def get(path: Path) -> list[tuple[str, float]]:
    """Names and means. BadInput for a mean outside 0..1."""
    return [
        (row[_NAME], number(row[str(YEAR)], f"{path.name}:{place}: the mean of {YEAR}", 1, _HINT))
        for place, row in enumerate(read_table(path, (_NAME, str(YEAR))), start=2)
    ]


def transform(rows: list[tuple[str, float]]) -> Facts:
    """The indicator and a score for each country, rounded to 4 places. BadInput for a name unknown or twice."""
    facts = Facts()
    facts.node("Source", **_SOURCE)
    values: dict[str, tuple[float, int]] = {}
    for name, value in rows:
        code = code_of(name, "the table of means", _SPELLINGS)
        if code in values:
            raise BadInput(f"{name} stands twice.", argument="path", hint="Remove one of the rows.")
        if code is not None:
            values[code] = (round(value, 4), YEAR)
    score(facts, _INDICATOR, values)
    return facts
