"""Which industry of an inter-country input-output table (WIOD 2013: c1 to c35) an activity belongs to."""

from __future__ import annotations

__all__ = ["COUNTRIES", "HUB_INDUSTRIES", "TELECOMMUNICATIONS", "industries_of_service", "industry_of_division"]

_COVERED = (
    "AUS AUT BEL BGR BRA CAN CHN CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IDN IND IRL ITA JPN KOR LTU LUX LVA MEX "
    "MLT NLD POL PRT ROU RUS SVK SVN SWE TUR TWN USA"
)
COUNTRIES = frozenset(_COVERED.split())
"""The countries that the table covers, alpha-3; beside them it has the rest of the world."""

TELECOMMUNICATIONS = "service:telecommunications"

_BY_CATEGORY = {
    "FINANCIAL": ("c28",),
    "TECHNOLOGY": ("c30",),
    "PROFESSIONAL": ("c30",),
    "COMPLIANCE": ("c30",),
    "LOGISTICS": ("c23", "c24", "c25", "c26"),
}

# ISIC Rev. 4 divisions of mining and manufacturing; WIOD's industries are groups of NACE Rev. 1 divisions.
_BY_DIVISION = {
    "c2": "05 06 07 08 09",
    "c3": "10 11 12",
    "c4": "13 14",
    "c5": "15",
    "c6": "16",
    "c7": "17 18",
    "c8": "19",
    "c9": "20 21",
    "c10": "22",
    "c11": "23",
    "c12": "24 25",
    "c13": "28",
    "c14": "26 27",
    "c15": "29 30",
    "c16": "31 32",
}
HUB_INDUSTRIES = frozenset(_BY_DIVISION)
"""Industries that hubs can be of."""

_INDUSTRY = {division: code for code, divisions in _BY_DIVISION.items() for division in divisions.split()}


def industry_of_division(division: str) -> str | None:
    """WIOD industry of a hub's ISIC Rev. 4 division ("26" -> "c14"); None outside mining and manufacturing."""
    return _INDUSTRY.get(division)


def industries_of_service(service: str, category: str) -> tuple[str, ...]:
    """WIOD industries that sell the service, counted together; empty for an unknown category."""
    return ("c27",) if service == TELECOMMUNICATIONS else _BY_CATEGORY.get(category, ())
