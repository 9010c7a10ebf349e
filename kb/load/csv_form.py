"""A knowledge base on disk: a folder `nodes/<Label>.csv`, `links/<TYPE>.csv` in the ontology's words.

UTF-8, RFC 4180, an empty cell is a missing value, lists are joined by `|`. A label or type may stand in several files:
`<Label>.<anything>.csv`. Reading judges nothing but rows; `kb.load.checking` judges a folder as a whole.
"""

from __future__ import annotations

import csv
import os.path
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from kb.errors import BadInput, Problem
from kb.load.csv_text import Broken, records
from kb.load.facts import Facts, Row
from kb.load.replacing import replaced_folder
from kb.meta import Declared, props
from kb.ontology import LINKS, NODES
from kb.validate import Fault, Reader, columns, unknown_columns
from kb.values import to_text

__all__ = ["PARTS", "Table", "facts_tables", "link_order", "rows_table", "tables", "write", "write_rows"]

PARTS: Mapping[str, Mapping[str, type[Declared]]] = {"nodes": NODES, "links": LINKS}
"""subfolder -> what its files are named after"""


@dataclass(frozen=True)
class Table:
    """Rows of one label or link type in one place."""

    name: str
    place: str
    """path inside the folder"""
    header: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, Any]]]
    """(row number, raw row), from the start each time"""
    read: Callable[[Any], tuple[Row, list[Fault]]]


def tables(folder: Path) -> tuple[list[Table], list[Problem]]:
    """The files of a folder and what is wrong with them as files; nodes come before links.

    Raises BadInput where `folder` is none in the CSV form.
    """
    if not any((folder / part).is_dir() for part in PARTS):
        raise BadInput(
            f"{folder} has neither a folder `nodes` nor a folder `links`.",
            argument="folder",
            rule="a folder in the CSV form",
            hint="Name the folder above `nodes` and `links`.",
        )
    found: list[Table] = []
    problems: list[Problem] = []
    for part, known in PARTS.items():
        order = list(known)
        for path in sorted((folder / part).glob("[!.]*")):
            name = path.name.partition(".")[0]
            place = f"{part}/{path.name}"
            if path.suffix != ".csv" or name not in known:
                hint = f"Name it like {order[0]}.csv or {order[0]}.topic.csv; known are {', '.join(order)}."
                problems.append(Problem(f"{place}::", name, f"a file of {part} is named after a known one", hint))
                continue
            if not os.path.isfile(path):  # reading a pipe would never end
                problems.append(Problem(f"{place}::", path.name, "is no readable file", "Put a CSV file in its place."))
                continue
            try:
                found.append(_table(path, place, name))
            except Broken as broken:
                problems.append(broken.problem)
            except _BadHeader as bad:
                problems += [Problem(f"{place}:1:{f.column}", f.value, f.rule, f.hint) for f in bad.faults]
    return sorted(found, key=lambda table: (_rank(table.name), table.place)), problems


def _rank(name: str) -> int:
    return [*NODES, *LINKS].index(name)


class _BadHeader(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def _table(path: Path, place: str, name: str) -> Table:
    header = tuple(next((cells for _, cells in records(path, place)), ()))
    faults = unknown_columns(name, header)
    if not header:
        faults = [Fault("", "", "a header is there", f"Write {','.join(columns(name)[:3])},… in the first row.")]
    if faults:
        raise _BadHeader(faults)
    reader, width = Reader(name, header), len(header)

    def rows() -> Iterator[tuple[int, list[str]]]:
        found = records(path, place)
        next(found)
        return found

    def read(cells: list[str]) -> tuple[Row, list[Fault]]:
        if len(cells) != width:
            rule = f"a row has {width} columns, like the header"
            hint = "The file is cut off, or a value with a comma lacks its quotes."
            return {}, [Fault("", f"{len(cells)} columns", rule, hint)]
        return reader.text(cells)

    return Table(name, place, header, rows, read)


def facts_tables(facts: Facts) -> list[Table]:
    """The same of facts in memory, counted from 1."""
    named = [("nodes", name, rows) for name, rows in facts.nodes.items()]
    named += [("links", name, rows) for name, rows in facts.links.items()]
    for part, name, _ in named:
        if name not in PARTS[part]:
            raise BadInput(f"{name} is not one of the {part}.", argument=name, hint=f"Use {', '.join(PARTS[part])}.")
    made = [rows_table(name, partial(iter, rows)) for _, name, rows in named if rows]
    return sorted(made, key=lambda table: _rank(table.name))


def rows_table(name: str, rows: Callable[[], Iterable[Row]]) -> Table:
    """Rows of one label or link type, in memory or made as they are read; counted from 1."""
    part = "nodes" if name in NODES else "links"
    return Table(name, f"{part}/{name}", columns(name), lambda: iter(enumerate(rows(), 1)), Reader(name).value)


def write(folder: Path, facts: Facts) -> None:
    """Write facts as a folder: the same facts give the same bytes. All of it appears at once, or nothing does."""
    with replaced_folder(folder, tuple(PARTS)) as new:
        for label, rows in facts.nodes.items():
            write_rows(new / "nodes", label, sorted(rows, key=lambda row: str(row["id"])))
        for kind, rows in facts.links.items():
            write_rows(new / "links", kind, sorted(rows, key=lambda row: str(row["from"])))


def write_rows(folder: Path, name: str, rows: Iterable[Row]) -> int:
    """Write the file of one label or type, its rows in the order of ids; gives their number, and no file for none.

    Rows come by `id` or `from`; what has the same `from` is put in order here.
    """
    header = columns(name)
    ordered = rows if name in NODES else _links_in_order(name, rows)
    iterator = iter(ordered)
    first = next(iterator, None)
    if first is None:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        count = 0
        for row in _chained(first, iterator):
            writer.writerow([to_text(row.get(column)) for column in header])
            count += 1
    return count


def _chained(first: Row, others: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from others


def _links_in_order(kind: str, rows: Iterable[Row]) -> Iterator[Row]:
    for _, group in groupby(rows, key=lambda row: row["from"]):
        yield from sorted(group, key=lambda row: link_order(kind, row))


def link_order(kind: str, row: Row) -> tuple[str, ...]:
    """By end, period, and what else tells links apart."""
    names = ("to", "since", "until", *LINKS[kind].identity(), *(prop.name for prop in props(LINKS[kind])))
    return tuple(to_text(row.get(name)) for name in names)
