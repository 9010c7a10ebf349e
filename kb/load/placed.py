"""Presence that one part states by country and another, from the same source, by province: one statement, once."""

from __future__ import annotations

from kb.load.facts import Facts, Row

__all__ = ["without_restated"]

_KIND = "PRESENT_IN"


def without_restated(facts: Facts, placed: Facts) -> Facts:
    """`facts` without the links of a country whose offices `placed` has by province, from every one of their sources.

    A PRESENT_IN without `province` counts offices that could not be placed; such a link would say that there are more.
    """
    by_province: dict[tuple[str | None, ...], set[str]] = {}
    for row in placed.links.get(_KIND, ()):
        if row.get("province") is not None:
            by_province.setdefault(_presence(row), set()).update(row.get("sources") or ())
    kept = [row for row in facts.links.get(_KIND, ()) if not _is_restated(row, by_province.get(_presence(row), set()))]
    return Facts({**facts.nodes}, {**facts.links, _KIND: kept})


def _presence(row: Row) -> tuple[str | None, ...]:
    return row["from"], row["to"], row.get("kind")


def _is_restated(row: Row, placing: set[str]) -> bool:
    sources = set(row.get("sources") or ())
    return row.get("province") is None and row.get("offices") is None and bool(sources) and sources <= placing
