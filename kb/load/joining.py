"""What a source states now, joined with what the knowledge base has of the same nodes and links.

What the source alone stated earlier gives way to what it states now; what others state too is joined as in
`kb.load.join`, as if the source had said nothing before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb import ddl
from kb.db import Database
from kb.load.facts import Facts, Row
from kb.load.join import join, join_parts
from kb.load.staging import period, same_link
from kb.ontology import LINKS, label_of
from kb.records import chunks, row_of

__all__ = ["Joining", "link_key"]

ASKED = 500
"""ids in one question"""
_ELEMENT = "_element"


class Joining:
    """Joins the rows of a source, whose Source nodes are `stated`, with those of a base, a part at a time."""

    def __init__(self, base: Database, stated: Sequence[Row]) -> None:
        self._base = base
        self.own = frozenset(row["id"] for row in stated)
        known = (row_of(found["props"]) for found in base.stream(ddl.export_nodes("Source")))
        self._dates = Facts({"Source": [*stated, *(row for row in known if row["id"] not in self.own)]})
        self.current: set[int] = set()
        """keys of the links as they shall be"""
        self.leaving: set[str] = set()
        """element ids of links of to-one types that go, or are replaced"""
        self.gave_way: dict[str, list[str]] = {}
        """element ids, by link type, of links that a better known one of this source takes the place of"""

    def nodes(self, label: str, rows: list[Row]) -> list[Row]:
        """Rows of one label, each with what others state of it; of a Source the newest statement comes first."""
        found = self._ask(ddl.nodes_of(label), [row["id"] for row in rows])
        known = [row_of(row["props"]) for row in found]
        if label == "Source":
            return join([Facts({label: rows}), Facts({label: known})]).nodes[label]
        return join([Facts({label: [row for row in known if not self.is_own(row)]}), Facts({label: rows})]).nodes[label]

    def links(self, kind: str, rows: list[Row]) -> list[Row]:
        """Rows of one type, joined; those that give way to what the base has are left out."""
        wanted = {same_link(kind, row) for row in rows}
        others = list(self._others(kind, rows, wanted))
        joined = join_parts([self._dates, Facts(links={kind: others}), Facts(links={kind: rows})])
        self.gave_way.setdefault(kind, []).extend(row[_ELEMENT] for _, row in joined.gave_way if _ELEMENT in row)
        self.leaving.update(self.gave_way[kind])
        kept = [row for row in joined.facts.links[kind] if same_link(kind, row) in wanted]
        self.current.update(link_key(kind, row) for row in kept)
        return [{name: value for name, value in row.items() if name != _ELEMENT} for row in kept]

    def is_own(self, row: Row) -> bool:
        """Whether the source alone states the row."""
        return bool(row.get("sources")) and self.own.issuperset(row["sources"])

    def _others(self, kind: str, rows: list[Row], wanted: set[int]) -> Iterator[Row]:
        """What others state of these links, and of every link of a to-one type that starts where one of these does."""
        to_one = LINKS[kind].to_one
        for label in sorted({label_of(row["from"]) or "" for row in rows}):
            starts = [row["from"] for row in rows if label_of(row["from"]) == label]
            for found in self._ask(ddl.links_from(kind, label), starts):
                row = row_of(found["props"], (found["from"], found["to"]))
                if self.is_own(row):
                    self.leaving.update({found["element"]} if to_one else ())
                elif to_one or same_link(kind, row) in wanted:
                    others = tuple(source for source in row.get("sources") or () if source not in self.own)
                    yield {**row, "sources": others, _ELEMENT: found["element"]}

    def _ask(self, text: str, ids: list[str]) -> Iterator[dict[str, Any]]:
        for asked in chunks(dict.fromkeys(ids), ASKED):
            yield from self._base.rows(text, {"ids": asked})


def link_key(kind: str, row: Row) -> int:
    """A number that two rows share when they state the same link from the same day on."""
    return hash((same_link(kind, row), period(row)[0]))
