"""What the knowledge base has already, as far as it bears on rows that shall come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kb import ddl
from kb.db import Database
from kb.load.facts import Row
from kb.load.staging import Staging, period
from kb.ontology import label_of
from kb.records import chunks, row_of
from kb.values import to_text

__all__ = ["Existing"]

ASKED = 10_000
"""ids in one question"""


class Existing:
    """Questions to a knowledge base; one that is empty is not asked.

    Links with an element id in `leaving` do not count: they go when the rows are in.
    """

    def __init__(self, base: Database, leaving: Collection[str] = ()) -> None:
        self._leaving = leaving
        self._base = base
        self._empty = base.is_empty()

    def unknown(self, ids: Iterable[str]) -> set[str]:
        """Those of `ids` that it does not have."""
        if self._empty:
            return set(ids)
        unknown: set[str] = set()
        for chunk in chunks(ids, ASKED):
            found = self._base.rows(ddl.existing(), {"ids": chunk})
            unknown |= set(chunk) - {row["id"] for row in found}
        return unknown

    def held(self, values: Iterable[tuple[str, str, str, int]]) -> Iterator[tuple[int, str, str, str]]:
        """(place, property, value, id of the holder) of unique values that another node has."""
        for chunk in chunks(() if self._empty else values, ASKED):
            for name in dict.fromkeys(name for name, *_ in chunk):
                label, _, prop = name.partition(".")
                ours = {value: (place, identifier) for n, value, identifier, place in chunk if n == name}
                for row in self._base.rows(ddl.holders(label, prop), {"values": list(ours)}):
                    place, identifier = ours[row["value"]]
                    if row["id"] != identifier:
                        yield place, prop, row["value"], row["id"]

    def other_ends(self, kind: str, rows: Iterable[tuple[int, Row]], staging: Staging) -> Iterator[tuple[int, str]]:
        """(place, link in words) of rows of a to-one type whose start has another end at some of their dates.

        A link that a staged row takes the place of does not count.
        """
        for chunk in chunks(() if self._empty else rows, ASKED):
            starts: dict[str, list[tuple[int, Row]]] = {}
            for place, row in chunk:
                starts.setdefault(row["from"], []).append((place, row))
            for label in sorted({label_of(start) or "" for start in starts}):
                ids = [start for start in starts if label_of(start) == label]
                for found in self._base.rows(ddl.links_from(kind, label), {"ids": ids}):
                    if found["element"] in self._leaving:
                        continue
                    other = row_of(found["props"], (found["from"], found["to"]))
                    if not staging.replaces(kind, other):
                        yield from ((place, _words(other)) for place, row in starts[other["from"]] if _meet(row, other))


def _meet(row: Row, other: Row) -> bool:
    (since, until), (start, end) = period(row), period(other)
    return since < end and start < until


def _words(row: Row) -> str:
    times = f"{to_text(row.get('since')) or '…'} to {to_text(row.get('until')) or '…'}"
    return f"{row['from']} -> {row['to']} from {times}"
