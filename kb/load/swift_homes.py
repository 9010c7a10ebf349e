"""Where a bank is at home, from its name and offices (rule `bank-home`)."""

from __future__ import annotations

from collections.abc import Mapping

from kb.load.iso import iso3_by_name
from kb.load.swift_names import words

__all__ = ["home"]


def home(code: str, only: str | None, name: str, homes: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    """Alpha-3 of the home; None where nothing tells it.

    - a bank in `homes`: what stands there;
    - a bank with offices in one country `only`: that country, except that "X (China) Ltd" in China is the subsidiary
      of a bank X, and shares the home of the bank in `names` whose name has all of X's words and fewest others.
    """
    if code in homes:
        return homes[code]
    if only is None:
        return None
    parent = _parent_words(name, only)
    if not parent:
        return only
    others = [(len(words(names[other])), other) for other in names if parent <= words(names[other])]
    return homes[min(others)[1]] if others else only


def _parent_words(name: str, country: str) -> frozenset[str]:
    """The words before "(Country)"; none where the name has no such part."""
    before, sign, after = name.partition("(")
    if sign and iso3_by_name(after.partition(")")[0]) == country:
        return words(before)
    return frozenset()
