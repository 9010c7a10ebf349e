"""The graph's part of the schema over plain Python: what the compiler's one statement must agree with.

`root(world)` gives values that graphql-core's own default resolvers read. Nothing here knows of Cypher: links are
looked up in a list, filters are functions of one value, orders are sorts, a cursor names the row that it stands at.
Dates are texts of ISO 8601, whose order is the calendar's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.db import Database
from kb.meta import Declared, Words, camel, props
from kb.ontology import LINKS, NODES, label_of
from tests.reference_filters import QUANTIFIERS, combined, figures, meets

__all__ = ["World", "read_world", "root"]

PAGE = 50
Given = Mapping[str, Any]
Fact = Mapping[str, Any]
"""a node or link: GraphQL names -> values; a link has `type`, `from`, `to` and `identity` beside its own"""


@dataclass(frozen=True)
class World:
    """All nodes by id, and all links."""

    nodes: dict[str, Fact]
    links: list[Fact]


def read_world(base: Database) -> World:
    """What is in the knowledge base."""
    nodes = base.rows("MATCH (n:Entity) RETURN properties(n) AS p")
    links = base.rows(
        "MATCH (a)-[l]->(b) RETURN type(l) AS type, a.id AS start, b.id AS end, elementId(l) AS key, properties(l) AS p"
    )
    return World(
        {row["p"]["id"]: _plain(row["p"], NODES[label_of(row["p"]["id"]) or ""]) for row in nodes},
        [
            _plain(row["p"], LINKS[row["type"]])
            | {"type": row["type"], "from": row["start"], "to": row["end"], "identity": row["key"]}
            for row in links
        ],
    )


def _plain(stored: Mapping[str, Any], declared: type[Declared]) -> dict[str, Any]:
    """The properties as GraphQL has them: its names, words by name, dates as text."""
    kinds = {prop.name: prop.kind for prop in props(declared)}

    def one(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [one(name, item) for item in value]
        kind: Any = kinds[name]
        if issubclass(kind, Words):
            return kind(value).name
        return value.isoformat() if isinstance(value, date) else value

    return {camel(name): one(name, value) for name, value in stored.items()}


def root(world: World, today: str) -> dict[str, Any]:
    """The root value, for graphql-core's default resolver."""
    fields: dict[str, Any] = {}
    for label, declared in NODES.items():
        fields[declared.field_name] = _by_id(world, today, label)
        fields[declared.plural] = _all_nodes(world, today, label)

    def node(info: Any, **given: Any) -> Any:
        return View(world, _day(given, today)).node(given["id"])

    def nodes(info: Any, **given: Any) -> Any:
        view = View(world, _day(given, today))
        return [view.node(one) for one in given["ids"]]

    return fields | {"node": node, "nodes": nodes}


def _day(given: Given, today: str) -> str | None:
    return None if given.get("allDates") else given.get("asOf") or today


def _by_id(world: World, today: str, label: str) -> Callable[..., Any]:
    def one(info: Any, **given: Any) -> Any:
        view, wanted = View(world, _day(given, today)), given["id"].strip().lower()
        if label == "Country" and re.fullmatch("[a-z]{3}", wanted):
            wanted = f"country:{wanted}"
        found = world.nodes.get(wanted)
        return view.node(wanted) if found is not None and view.holds(found) else None

    return one


def _all_nodes(world: World, today: str, label: str) -> Callable[..., Any]:
    def many(info: Any, **given: Any) -> Any:
        view = View(world, _day(given, today))
        found = [node for node in world.nodes.values() if label_of(node["id"]) == label and view.holds(node)]
        kept = [Met(None, node) for node in found if view.meets_node(node, given.get("where"))]
        return view.connection(kept, given, label, None)

    return many


@dataclass(frozen=True)
class Met:
    """A row of a connection."""

    link: Fact | None
    node: Fact

    @property
    def cursor(self) -> str:
        """Names the row."""
        return json.dumps([self.node["id"], self.link and self.link["identity"]])


@dataclass(frozen=True)
class View:
    """The world at a date; None = at any."""

    world: World
    day: str | None

    def holds(self, fact: Fact) -> bool:
        """Whether the fact holds at the date."""
        since, until = fact.get("since"), fact.get("until")
        return self.day is None or ((since is None or since <= self.day) and (until is None or until > self.day))

    def node(self, identifier: str) -> dict[str, Any] | None:
        """The node, whether it holds or not; its links are looked up when they are asked for."""
        found = self.world.nodes.get(identifier)
        if found is None:
            return None
        label = label_of(identifier)
        assert label is not None
        links = {name: self._linked(found, name, to_one) for name, to_one in _link_names(label).items()}
        return self._own(found, NODES[label]) | links | {"__typename": label}

    def _own(self, fact: Fact, declared: type[Declared]) -> dict[str, Any]:
        """The declared properties."""
        own = {p.graphql_name: fact.get(p.graphql_name, [] if p.many else None) for p in props(declared)}
        named = [self.world.nodes[one] for one in fact.get("sources") or () if one in self.world.nodes]
        return own | {"sources": lambda info: [self.node(one["id"]) for one in named if self.holds(one)]}

    def _linked(self, node: Fact, name: str, to_one: bool) -> Callable[..., Any]:
        def resolve(info: Any, **given: Any) -> Any:
            met = self.met(node, name)
            if to_one:
                return self._first(met)
            kept = [row for row in met if self.meets_side(row, given.get("where"))]
            kind = _ends(name, label_of(node["id"]))[0][0]
            return self.connection(kept, given, info.return_type.of_type.name.removesuffix("Connection"), kind)

        return resolve

    def _first(self, met: list[Met]) -> dict[str, Any] | None:
        """The node of a to-one link: with the latest `since`, missing first, ties by id."""
        open_ones = sorted((row for row in met if _since(row) is None), key=lambda row: row.node["id"])
        others = sorted((row for row in met if _since(row)), key=lambda row: row.node["id"])
        others.sort(key=lambda row: str(_since(row)), reverse=True)
        found = [*open_ones, *others]
        return self.node(found[0].node["id"]) if found else None

    def met(self, node: Fact, name: str) -> list[Met]:
        """Links that hold, by their name from this end, with what holds at their other end."""
        found: list[Met] = []
        for kind, forward, others in _ends(name, label_of(node["id"])):
            here, there = ("from", "to") if forward else ("to", "from")
            found += [
                Met(link, self.world.nodes[link[there]])
                for link in self.world.links
                if link["type"] == kind and link[here] == node["id"] and label_of(link[there]) in others
            ]
        return [row for row in found if row.link and self.holds(row.link) and self.holds(row.node)]

    def meets_node(self, node: Fact, given: Given | None) -> bool:
        """Whether a node meets a filter."""

        def one(name: str, value: Given) -> bool:
            if name not in _link_names(label_of(node["id"]) or ""):
                return meets(node.get(name), value)
            met = self.met(node, name)
            return all(
                QUANTIFIERS[word](sum(self.meets_side(row, inner) for row in met), len(met))
                for word, inner in value.items()
                if inner is not None
            )

        return combined(given, one, lambda inner: self.meets_node(node, inner))

    def meets_side(self, row: Met, given: Given | None) -> bool:
        """Whether a link and the node that it leads to meet a filter."""

        def link(inner: Given) -> bool:
            assert row.link is not None
            held = row.link
            return combined(inner, lambda name, value: meets(held.get(name), value), link)

        def one(name: str, value: Given) -> bool:
            return link(value) if name == "link" else self.meets_node(row.node, value)

        return combined(given, one, lambda inner: self.meets_side(row, inner))

    def connection(self, kept: list[Met], given: Given, name: str, kind: str | None) -> dict[str, Any]:
        """The page that is asked for, and figures over all rows."""
        rows = _ordered(kept, given.get("orderBy"))
        low, high = _position(rows, given.get("after"), -1) + 1, _position(rows, given.get("before"), len(rows))
        inside, last, first = rows[low:high], given.get("last"), given.get("first")
        size = last if last is not None else PAGE if first is None else first
        page = inside[max(0, len(inside) - size) :] if last is not None else inside[:size]
        more, entered = len(inside) > size, given.get("after" if last is None else "before") is not None
        return {
            "__typename": f"{name}Connection",
            "edges": [self._edge(row, name, kind) for row in page],
            "nodes": [self.node(row.node["id"]) for row in page],
            "totalCount": len(rows),
            "aggregate": _aggregate(rows, kind),
            "pageInfo": {
                "hasNextPage": more if last is None else entered,
                "hasPreviousPage": entered if last is None else more,
                "startCursor": page[0].cursor if page else None,
                "endCursor": page[-1].cursor if page else None,
            },
        }

    def _edge(self, row: Met, name: str, kind: str | None) -> dict[str, Any]:
        own = self._own(row.link, LINKS[kind]) if row.link is not None and kind else {}
        return own | {"__typename": f"{name}Edge", "cursor": row.cursor, "node": self.node(row.node["id"])}


def _ends(name: str, label: str | None) -> list[tuple[str, bool, set[str]]]:
    """What the field `name` of a label walks: link type, whether forward, labels at the other end."""
    found = []
    for kind, link in LINKS.items():
        ends = {end.label for start, end in link.ends if start.label == label and link.forward == name}
        starts = {start.label for start, end in link.ends
                  if end.label == label and link.backward[start.label] == name}  # fmt: skip
        found += [(kind, forward, others) for forward, others in ((True, ends), (False, starts)) if others]
    return found


def _link_names(label: str) -> dict[str, bool]:
    """The fields of a label that are links -> whether they give the node itself."""
    found = {}
    for link in LINKS.values():
        for start, end in link.ends:
            found |= {link.forward: link.to_one} if start.label == label else {}
            found |= {link.backward[start.label]: False} if end.label == label else {}
    return found


def _since(row: Met) -> str | None:
    return row.link.get("since") if row.link else None


def _position(rows: list[Met], cursor: str | None, default: int) -> int:
    return default if cursor is None else [row.cursor for row in rows].index(cursor)


def _ordered(rows: list[Met], given: Any) -> list[Met]:
    """By the keys, missing values last, then by id, `since` of the link, and the link itself."""
    keys: list[tuple[Callable[[Met], Any], bool]] = []
    for one in given or ():
        of_link = one.get("link") is not None
        name = camel((one.get("link") or one.get("node") or one["field"]).lower())
        keys.append((lambda row, name=name, link=of_link: (row.link if link else row.node).get(name),  # type: ignore
                     one["direction"] == "DESC"))  # fmt: skip
    keys.append((lambda row: row.node["id"], False))
    keys += [(_since, False), (lambda row: row.link and row.link["identity"], False)]
    for value, descending in reversed(keys):
        known = sorted((row for row in rows if value(row) is not None), key=value, reverse=descending)
        rows = known + [row for row in rows if value(row) is None]
    return rows


def _aggregate(rows: list[Met], kind: str | None) -> dict[str, Any]:
    nodes: list[Fact] = [row.node for row in rows]
    names = {p.graphql_name for node in NODES.values() for p in props(node) if not p.many}
    if kind is None:
        return {"count": len(rows), **figures(nodes, names)}
    own = {p.graphql_name for p in props(LINKS[kind]) if not p.many}
    links = [row.link for row in rows if row.link is not None]
    return {"count": len(rows), "link": figures(links, own), "node": figures(nodes, names)}
