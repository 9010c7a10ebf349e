"""Load a source into a knowledge base that has more: nothing that others state is lost, and what went stale goes.

The source's rows are joined with what the base has of these nodes and links (`kb.load.joining`), pass all checks before
the first write, and are written. Then, of the link types that the source states, the links go that it alone stated
earlier and states no longer; links that others state too only lose its name in `sources`. Nodes stay.

Running it again changes nothing, and completes one that broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb import ddl
from kb.db import Database
from kb.errors import BadFacts
from kb.load.csv_form import Table, rows_table
from kb.load.facts import Facts, Row
from kb.load.joining import Joining, link_key
from kb.load.run import Loaded, load_tables
from kb.ontology import LINKS, NODES
from kb.records import chunks, row_of
from kb.writing import BATCH

__all__ = ["Parts", "Renewed", "load_source", "remove"]

Parts = Callable[[], Iterable[Facts]]
"""gives the facts of a source in parts that fit into memory, from the start each time; a link's rows are in one part"""


@dataclass(frozen=True)
class Renewed:
    """What a load of a source did."""

    loaded: Loaded
    removed: dict[str, int]
    """links gone, by type"""
    forgotten: dict[str, int]
    """links, by type, that only others state now"""


def load_source(base: Database, name: str, facts: Facts | Parts, *, progress: bool = True) -> Renewed:
    """Load what the source `name` states now. Raises BadFacts, before anything is written, for rows with a fault."""
    given: Parts = (lambda: (facts,)) if isinstance(facts, Facts) else facts
    stated: list[Row] = []
    kinds: dict[str, None] = {}
    for part in given():
        stated += part.nodes.get("Source", [])
        kinds |= dict.fromkeys(name for name, rows in (*part.nodes.items(), *part.links.items()) if rows)
    joining = Joining(base, stated)
    tables = [_table(kind, given, joining) for kind in (*NODES, *LINKS) if kind in kinds]
    try:
        loaded = load_tables(base, tables, leaving=joining.leaving, progress=progress)
    except BadFacts as error:
        hint = (
            f"Nothing of {name} was written. Where countries or governments are missing, load them (countries) first."
        )
        raise BadFacts(error.problems, hint=hint, count=error.count) from error
    links = [kind for kind in LINKS if kind in kinds]
    removed = {kind: remove(base, kind, joining.gave_way.get(kind, ())) for kind in links}
    forgotten: dict[str, int] = {}
    for kind in links:
        stale, shared = _unstated(base, kind, joining)
        removed[kind] += remove(base, kind, stale)
        forgotten[kind] = _forget(base, kind, shared)
    return Renewed(loaded, _some(removed), _some(forgotten))


def _table(name: str, parts: Parts, joining: Joining) -> Table:
    def rows() -> Iterator[Row]:
        for part in parts():
            if found := part.nodes.get(name):
                yield from joining.nodes(name, found)
            if found := part.links.get(name):
                yield from joining.links(name, found)

    return rows_table(name, rows)


def _unstated(base: Database, kind: str, joining: Joining) -> tuple[list[str], dict[str, list[str]]]:
    """Element ids of links that the source stated and states no longer: alone, and by Source those of others."""
    alone: dict[str, None] = {}
    shared: dict[str, list[str]] = {}
    for source in sorted(joining.own):
        for found in base.stream(ddl.stated_by(kind), {"source": source, "rule": None}):
            row = row_of(found["props"], (found["from"], found["to"]))
            if link_key(kind, row) in joining.current:
                continue
            if joining.is_own(row):
                alone[found["element"]] = None
            else:
                shared.setdefault(source, []).append(found["element"])
    return list(alone), shared


def remove(base: Database, kind: str, elements: Iterable[str]) -> int:
    """Delete the links of the type with these element ids; gives how many are gone."""
    return sum(base.change(ddl.remove_links(kind), {"ids": ids})[0]["removed"] for ids in chunks(elements, BATCH))


def _forget(base: Database, kind: str, shared: dict[str, list[str]]) -> int:
    for source, elements in shared.items():
        for ids in chunks(elements, BATCH):
            base.change(ddl.forget_source(kind), {"ids": ids, "source": source})
    return len({element for elements in shared.values() for element in elements})


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
