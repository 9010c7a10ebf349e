"""Rows that wait, on disk, until all of them are judged: memory stays flat however many there are."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from kb.load.facts import Row
from kb.meta import props
from kb.ontology import LINKS, NODES
from kb.validate import refers

__all__ = ["ROWS", "Clash", "Staging", "period", "references"]

ROWS = 2**32
"""a row's place is the number of its table times this, plus its row number"""
REMEMBERED = 50_000
"""ids referred to that are not written down again"""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = FILE; PRAGMA cache_size = -8000;
CREATE TABLE batch (name TEXT, part INTEGER, pickled BLOB);
CREATE TABLE node (id TEXT, place INTEGER);
CREATE TABLE ref (id TEXT);
CREATE TABLE single (name TEXT, value TEXT, id TEXT, place INTEGER);
CREATE TABLE link (same INTEGER, since INTEGER, until INTEGER, place INTEGER);
CREATE TABLE end (same INTEGER, since INTEGER, until INTEGER, place INTEGER);
"""


class Clash(NamedTuple):
    """Two rows that cannot both be; the earlier one stays."""

    place: int
    other: int


class Staging:
    """A file of checked rows, each with its place, and what is needed to compare them with one another."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kb-load-")
        self._base = sqlite3.connect(Path(self._folder.name) / "rows", isolation_level=None, check_same_thread=False)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._seen: set[str] = set()
        self.counts: dict[str, int] = {}
        """rows by label and link type"""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, name: str, part: int, rows: Sequence[tuple[int, Row]]) -> None:
        """Keep rows of one label or link type with their row numbers in table `part`."""
        self._base.execute("INSERT INTO batch VALUES (?, ?, ?)", (name, part, pickle.dumps(rows, 5)))
        self.counts[name] = self.counts.get(name, 0) + len(rows)
        at = part * ROWS
        if name in NODES:
            self._base.executemany("INSERT INTO node VALUES (?, ?)", [(row["id"], at + n) for n, row in rows])
            self._single(name, at, rows)
        else:
            self._links(name, at, rows)
        new = {identifier for _, row in rows for _, identifier in references(name, row)} - self._seen
        self._base.executemany("INSERT INTO ref VALUES (?)", [(identifier,) for identifier in new])
        self._seen = new if len(self._seen) > REMEMBERED else self._seen | new

    def _single(self, name: str, at: int, rows: Sequence[tuple[int, Row]]) -> None:
        for prop in props(NODES[name]):
            if prop.prop.unique and prop.name != "id":
                found = [(f"{name}.{prop.name}", row.get(prop.name), row["id"], at + n) for n, row in rows]
                self._base.executemany(
                    "INSERT INTO single VALUES (?, ?, ?, ?)", [values for values in found if values[1] is not None]
                )

    def _links(self, name: str, at: int, rows: Sequence[tuple[int, Row]]) -> None:
        insert = "INSERT INTO {} VALUES (?, ?, ?, ?)"
        found = [(same_link(name, row), *period(row), at + n) for n, row in rows]
        self._base.executemany(insert.format("link"), found)
        if LINKS[name].to_one:
            ends = [(hash((name, row["from"])), *period(row), at + n) for n, row in rows]
            self._base.executemany(insert.format("end"), ends)

    def batches(self, name: str) -> Iterator[tuple[int, list[tuple[int, Row]]]]:
        """(table, rows with their numbers) of a label or link type, as they came."""
        cursor = self._base.execute("SELECT part, pickled FROM batch WHERE name = ? ORDER BY rowid", (name,))
        for part, pickled in cursor:
            yield part, pickle.loads(pickled)

    def names(self) -> list[str]:
        """Labels and link types that have rows, nodes first."""
        return [name for name in (*NODES, *LINKS) if self.counts.get(name)]

    def repeated_ids(self) -> Iterator[Clash]:
        """Rows whose id an earlier row has."""
        yield from self._repeated("node", "id")

    def repeated_values(self) -> Iterator[Clash]:
        """Rows that have an earlier row's value in a property that is unique."""
        yield from self._repeated("single", "name || ' ' || value")

    def _repeated(self, table: str, value: str) -> Iterator[Clash]:
        first = None
        for this, place in self._base.execute(
            f"SELECT {value} AS v, place FROM {table} WHERE v IN (SELECT {value} FROM {table} GROUP BY 1"
            " HAVING count(*) > 1) ORDER BY v, place"
        ):
            if first is None or first[0] != this:
                first = (this, place)
            else:
                yield Clash(place, first[1])

    def overlapping_links(self) -> Iterator[Clash]:
        """Rows that state a link which another row states."""
        yield from self._overlapping("link")

    def overlapping_ends(self) -> Iterator[Clash]:
        """Rows that give a second end to a link of which there is one at any date."""
        yield from self._overlapping("end")

    def _overlapping(self, table: str) -> Iterator[Clash]:
        last: tuple[int, int, int] | None = None
        for same, since, until, place in self._base.execute(f"SELECT * FROM {table} ORDER BY same, since, place"):
            if last is not None and last[0] == same and since < last[1]:
                yield Clash(max(place, last[2]), min(place, last[2]))
                last = (same, max(until, last[1]), place if until > last[1] else last[2])
            else:
                last = (same, until, place)

    def replaces(self, name: str, row: Row) -> bool:
        """Whether a row states the link `row` of the base, so that it takes its place."""
        since, until = period(row)
        self._base.execute("CREATE INDEX IF NOT EXISTS link_same ON link (same)")
        found = self._base.execute(
            "SELECT 1 FROM link WHERE same = ? AND since < ? AND until > ?", (same_link(name, row), until, since)
        )
        return found.fetchone() is not None

    def values(self) -> Iterator[tuple[str, str, str, int]]:
        """(label.property, value, id, place) of properties that are unique."""
        yield from self._base.execute("SELECT * FROM single ORDER BY name, place")

    def missing(self) -> Iterator[str]:
        """Ids that rows refer to and no row has."""
        for (identifier,) in self._base.execute("SELECT id FROM ref EXCEPT SELECT id FROM node"):
            yield identifier

    def drop_nodes(self, places: Sequence[int]) -> None:
        """Forget the ids of rows that are left out."""
        self._base.execute("CREATE INDEX IF NOT EXISTS node_place ON node (place)")
        self._base.executemany("DELETE FROM node WHERE place = ?", [(place,) for place in places])


def same_link(name: str, row: Row) -> int:
    """A number that two rows share when, but for their periods, they state the same link."""
    return hash((name, row["from"], row["to"], *map(row.get, LINKS[name].identity())))


def period(row: Row) -> tuple[int, int]:
    """First day, and first day after, as day numbers."""
    return (row.get("since") or date.min).toordinal(), (row.get("until") or date.max).toordinal()


_REFERRING = {name: tuple(refers(name)) for name in (*NODES, *LINKS)}


def references(name: str, row: Row) -> Iterator[tuple[str, Any]]:
    """(column, id) of every node that the row refers to."""
    if name in LINKS:
        yield "from", row["from"]
        yield "to", row["to"]
    for column in _REFERRING[name]:
        value = row.get(column)
        if isinstance(value, tuple):
            for identifier in value:
                yield column, identifier
        elif value is not None:
            yield column, value
