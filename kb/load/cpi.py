"""Trust in institutions: Transparency International's Corruption Perceptions Index of 2017.

Source: Transparency International, through the data package core/corruption-perceptions-index on DataHub (PDDL):
`cpi.csv`, a row a spelling of a country, a column a year 1995-2017, in Windows-1252. A country may stand under
several spellings; 0.0 means that it was not rated. The package divides the scores from 2012 on by ten, so that
the scale is 0 (highly corrupt) to 10 (very clean) throughout. Scores before 2012 were made by another method and
are no series with those after; the newest year is stated.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.indicators import code_of, number, score
from kb.load.tables import read_table

__all__ = ["YEAR", "get", "transform"]

YEAR = 2017
_SOURCE: Row = {
    "id": "source:transparency-cpi",
    "name": "Corruption Perceptions Index",
    "title": "Corruption Perceptions Index 1995-2017",
    "publisher": "Transparency International, through DataHub",
    "url": "https://datahub.io/core/corruption-perceptions-index",
    "licence": "PDDL-1.0",
    "retrieved": date(2026, 11, 24),
    "exhaustive": True,
}
_INDICATOR: Row = {
    "id": "indicator:corruption-perceptions",
    "name": "Corruption Perceptions Index: how clean the public sector is seen to be",
    "dimension": "TRUST",
    "higher_is_better": True,
    "unit": "0 (highly corrupt) to 10 (very clean)",
    "sources": (_SOURCE["id"],),
}
_SPELLINGS: dict[str, str | None] = {
    "Australias": "AUS",
    "Czech Republik": "CZE",
    "Kuweit": "KWT",
    "Luxemburg": "LUX",
    "Moldovaa": "MDA",
    "Taijikistan": "TJK",
    "Unit.Kingd.": "GBR",
    "Belgium/Luxembourg": None,
    "GLOBAL AVARAGE": None,
    "Kosovo": None,
    "Serbia & Montenegro": None,
    "Serbia and Montenegro": None,
    "Yugoslavia": None,
}
_HINT = "Correct the cell, or name the package's cpi.csv."


def get(path: Path) -> list[tuple[str, float]]:
    """Names as spelt and their scores of 2017, 0.0 where not rated. BadInput for a score outside 0..10."""
    return [
        (row["country"], number(row[str(YEAR)], f"{path.name}:{place}: the score of {YEAR}", 10, _HINT))
        for place, row in enumerate(read_table(path, ("country", str(YEAR)), encoding="cp1252"), start=2)
    ]


def transform(rows: list[tuple[str, float]]) -> Facts:
    """The indicator and a score for each country rated. BadInput for an unknown name or two different scores."""
    facts = Facts()
    facts.node("Source", **_SOURCE)
    values: dict[str, tuple[float, int]] = {}
    for name, value in rows:
        code = code_of(name, "cpi.csv", _SPELLINGS)
        if code is None or value == 0.0:
            continue
        if values.get(code, (value, YEAR))[0] != value:
            raise BadInput(f"{name} has two scores.", argument="path", hint="Remove one of the rows.")
        values[code] = (value, YEAR)
    score(facts, _INDICATOR, values)
    return facts
