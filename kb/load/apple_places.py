"""Where a site of Apple's supplier lists stands: country and province (state, prefecture, region).

`apple_places.csv` (ours) has the spellings of provinces, and the cities after which an address names no province,
or the wrong one (Xi'an and Weinan are in Shaanxi, not in Shanxi; Pass Christian is in Mississippi). Only the end
of an address is read: streets are often named after other provinces ("No 2 Beijing Middle Road … Shandong").
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from kb.load.tables import own_table

__all__ = ["Place", "place"]

_TAILS = {"USA": "United States", "Czech": "Czech Republic"}
"""countries that addresses write otherwise than the column `country`"""


class Place(NamedTuple):
    """A country's alpha-3 code, and the province where the lists tell it."""

    iso3: str
    province: str | None
    """None in countries whose provinces one of the lists leaves out: the place is then the country"""


def place(country: str, address: str) -> Place | None:
    """The place of an address, or of a province alone; None where it cannot be told.

    >>> place("China", "No 2 Beijing Middle Road Development Zone Yantai Shandong China")
    Place(iso3='CHN', province='Shandong')
    """
    text = _plain(address)
    text = text.removesuffix(_plain(_TAILS.get(country, country))).rstrip()
    known = _endings().get(country, {})
    ending = next((ending for ending in known if text.endswith(ending)), None)
    return None if ending is None else known[ending]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'").split())


@cache
def _endings() -> dict[str, dict[str, Place]]:
    """Country -> ending -> place; the longest endings first, so that Arkansas is not taken for Kansas."""
    found: dict[str, dict[str, Place]] = {}
    for row in sorted(own_table("apple_places.csv"), key=lambda row: -len(row["ending"])):
        found.setdefault(row["country"], {})[_plain(row["ending"])] = Place(row["iso3"], row["province"] or None)
    return found
