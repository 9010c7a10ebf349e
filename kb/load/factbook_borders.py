"""Land borders in km as the World Factbook states them."""

from __future__ import annotations

import re

from kb.errors import BadInput
from kb.load.factbook import Page, plain
from kb.load.iso import iso3_by_name

__all__ = ["borders", "stated"]

_FIELDS = ("border countries", "regional borders")

_PART = re.compile(r"\s*(?:[;,]|and\b)?\s*(?P<name>[^;,\d][^;\d]*?)\s+(?P<km>\d[\d,]*(?:\.\d+)?)\s*km\b")

_NAMES = {"Denmark (Greenland)": "GRL", "Gaza Strip": "PSE", "West Bank": "PSE"}

_NO_CODE = frozenset({"Kosovo", "US Naval Base at Guantanamo Bay"})
"""neighbours without a code in ISO"""

_STATED_OF_A_PART = {("DNK", "CAN"): "GRL"}
"""page and neighbour -> the part of the page's country, with a code of its own, to which the border belongs"""


def borders(pages: dict[str, list[Page]]) -> dict[tuple[str, str], float]:
    """Border in km by ordered pair of codes.

    The pair (A, B) takes the figure on A's page, and where that has none the one on B's (so each border stands
    in both orders). Several stretches with one neighbour are summed. BadInput for a text that cannot be read.
    """
    found = stated(pages)
    return found | {(b, a): km for (a, b), km in found.items() if (b, a) not in found}


def stated(pages: dict[str, list[Page]]) -> dict[tuple[str, str], float]:
    """As `borders`, but only what the page of the pair's first country states."""
    found: dict[tuple[str, str], float] = {}
    for iso3, of_code in pages.items():
        for page in of_code:
            for name in _FIELDS:
                text = page.text("Geography", "Land boundaries", name)
                for other, km in _neighbours(page, plain(text or "")):
                    pair = (_STATED_OF_A_PART.get((iso3, other), iso3), other)
                    found[pair] = round(found.get(pair, 0.0) + km, 3)
    return found


def _neighbours(page: Page, text: str) -> list[tuple[str, float]]:
    """`Mali 1,359 km; Niger 951 km` -> codes and km."""
    text = re.sub(r"\s*\([^)]*\d[^)]*\)", "", text)
    rest = _PART.sub("", text).strip(" ;,")
    if rest:
        raise _unreadable(page, rest)
    found = []
    for part in _PART.finditer(text):
        name = part["name"].strip()
        if name not in _NO_CODE:
            found.append((_code(page, name), float(part["km"].replace(",", ""))))
    return found


def _code(page: Page, name: str) -> str:
    code = _NAMES.get(name) or iso3_by_name(name) or iso3_by_name(re.sub(r"\s*\(.*\)", "", name))
    if code is None:
        raise _unreadable(page, name)
    return code


def _unreadable(page: Page, text: str) -> BadInput:
    return BadInput(
        f"{page.gec.lower()}.json: Geography / Land boundaries: {text!r} is no neighbour with a length in km.",
        argument="path",
        hint="Mend the text of the page: `Mali 1,359 km; Niger 951 km`.",
    )
