"""Health procedures at and inside the border: how strict they were, day by day, in 2020-2022.

Source: Hale et al. (2021), Oxford COVID-19 Government Response Tracker, doi:10.1038/s41562-021-01079-8, CC BY 4.0:
`OxCGRT_timeseries_ContainmentHealthIndex_v1.csv`, a row a jurisdiction, a column a day. The index runs from 0 (no
measure) to 100 and covers closures, limits on movement, border controls, testing, tracing and masks.

The score is our mean over the days from 1 January 2020 to 31 December 2022 that have a value, of whole countries
(not of their states and cities): lower = production and travel were held up less.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.indicators import number, score
from kb.load.iso import codes
from kb.load.tables import read_table

__all__ = ["FIRST_DAY", "LAST_DAY", "RULE", "get", "transform"]

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2022, 12, 31)
RULE = "mean-over-days"
_SOURCE: Row = {
    "id": "source:oxcgrt",
    "name": "Oxford COVID-19 Government Response Tracker",
    "title": "Oxford COVID-19 Government Response Tracker: containment and health index by day",
    "publisher": "Blavatnik School of Government, University of Oxford (Hale et al.)",
    "url": "doi:10.1038/s41562-021-01079-8",
    "licence": "CC-BY-4.0",
    "retrieved": date(2026, 11, 24),
    "exhaustive": True,
}
_INDICATOR: Row = {
    "id": "indicator:containment-health",
    "name": "Containment and health index: mean of the days of 2020-2022",
    "dimension": "QUARANTINE",
    "higher_is_better": False,
    "unit": "0 (no measure) to 100 (strictest)",
    "sources": (_SOURCE["id"],),
}
_COLUMNS = ("CountryCode", "Jurisdiction")
_WHOLE_COUNTRY = "NAT_TOTAL"
_NO_CODE = frozenset({"RKS"})
"""Kosovo, which has no code in ISO"""

_HINT = "Name OxCGRT_timeseries_ContainmentHealthIndex_v1.csv as published."


def get(path: Path) -> dict[str, list[float]]:
    """The index of the days of 2020-2022 that have one, by alpha-3 code. BadInput for a value outside 0..100."""
    rows = read_table(path, (*_COLUMNS, _column(FIRST_DAY), _column(LAST_DAY)))
    days = [column for column in rows[0] if _in_span(column)]
    found: dict[str, list[float]] = {}
    for line, row in enumerate(rows, start=2):
        if row["Jurisdiction"] == _WHOLE_COUNTRY:
            if row["CountryCode"] in found:
                raise BadInput(f"{path.name}:{line}: {row['CountryCode']} stands twice.", hint=_HINT)
            place = f"{path.name}:{line}"
            found[row["CountryCode"]] = [number(row[day], f"{place}:{day}", 100, _HINT) for day in days if row[day]]
    return found


def _column(day: date) -> str:
    return f"{day:%d%b%Y}"


def _in_span(column: str) -> bool:
    try:
        day = datetime.strptime(column, "%d%b%Y").date()
    except ValueError:
        return False
    return FIRST_DAY <= day <= LAST_DAY


def transform(days: dict[str, list[float]]) -> Facts:
    """The indicator and each country's mean, to 2 places; none where less than half of the days have a value.

    BadInput for a code that ISO does not know.
    """
    known = {code.iso3 for code in codes()}
    unknown = sorted(days.keys() - known - _NO_CODE)
    if unknown:
        raise BadInput(f"{unknown[0]!r} is no code of ISO 3166-1.", argument="path", hint=_HINT)
    half = (LAST_DAY - FIRST_DAY + timedelta(days=1)).days / 2
    values = {
        iso3: (round(math.fsum(series) / len(series), 2), LAST_DAY.year)
        for iso3, series in days.items()
        if iso3 in known and len(series) >= half
    }
    facts = Facts()
    facts.node("Source", **_SOURCE)
    score(facts, _INDICATOR, values, rule=RULE)
    return facts
