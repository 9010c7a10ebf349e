"""In which province of China an office stands, from the city that a BIC list gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["province"]

_SHARED = frozenset({"TAIZHOU"})
"""Spellings of two cities with many offices each: Taizhou in Jiangsu and in Zhejiang. Where one of two cities is much
the larger (Suzhou in Jiangsu, Fuyang in Anhui, Yulin in Shaanxi), the table's province stands for both."""


def province(city: str, text: str, table: Mapping[str, str]) -> str | None:
    """The province, None where it cannot be told.

    `table` is city as written -> province. A city's name that two provinces share is placed by what the bank and its
    branch are called (`text`): they must name a province, or another city, and places of one province only.
    """
    if city.replace(" ", "") not in _SHARED:
        return table.get(city)
    known = {name.upper(): name for name in table.values()} | {c: p for c, p in table.items() if c not in _SHARED}
    named = {known[word] for word in re.findall(r"[A-Z']+", text) if word in known}
    return named.pop() if len(named) == 1 else None
