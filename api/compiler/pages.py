"""Connections: pages by keyset, totals and aggregates of the nodes of a label, or of those that links lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode

from api.compiler.cursors import mark
from api.compiler.figures import Listed, aggregate
from api.compiler.filters import node_filter, side_filter
from api.compiler.graph import Side, link_props
from api.compiler.nodes import Piece, Row, bound, node
from api.compiler.orders import after, by, label_keys, mark_of, side_keys, told
from api.compiler.scope import CURSORS, Run, Scope
from api.compiler.sdl import LARGEST, PAGE
from api.compiler.values import Leaf
from kb.errors import BadInput

__all__ = ["connection", "label_connection"]


@dataclass(frozen=True)
class _Page:
    """How a page is cut."""

    condition: str
    """that rows stand after or before a cursor; empty for none"""
    limit: str
    """parameter: rows of the page, and one more"""
    backward: bool
    entered: bool
    """whether a cursor was given at the end where the page begins"""


def label_connection(scope: Scope, label: str, nodes: list[FieldNode]) -> Piece:
    """All nodes of a label."""
    given = scope.arguments("Query", nodes[0])
    variable = scope.name("n")
    keys = label_keys(label, variable, given.get("orderBy"), "orderBy")
    condition = node_filter(scope, label, variable, given.get("where"), "where")
    match = f"MATCH ({variable}:{label}) WHERE {_all(condition, scope.holds(variable))}"
    listed = Listed(label, nodes[0].name.value, match, None, variable, label, None, keys)
    return _connection(scope, listed, given, nodes)


def connection(scope: Scope, side: Side, owner: str, variable: str, nodes: list[FieldNode]) -> Piece:
    """The links of a node that is bound to `variable`, with the nodes that they lead to."""
    given = scope.arguments(owner, nodes[0])
    link, other = scope.name("l"), scope.name("m")
    keys = side_keys(side, link, other, given.get("orderBy"), "orderBy")
    condition = side_filter(scope, side, link, other, given.get("where"), "where")
    holds = scope.holds(link, other)
    match = f"MATCH {side.pattern(variable, link, other)} WHERE {_all(condition, holds)}"
    listed = Listed(side.name, side.field, match, link, other, side.target, side, keys)
    return _connection(scope, listed, given, nodes)


def _all(*conditions: str) -> str:
    return " AND ".join(one for one in conditions if one != "true") or "true"


def _connection(scope: Scope, listed: Listed, given: dict[str, Any], nodes: list[FieldNode]) -> Piece:
    selected = scope.request.fields(nodes, f"{listed.name}Connection")
    marked = mark(mark_of(listed.field, listed.keys))
    page = _page(scope, listed, given, marked)
    rows = _Rows(scope, listed, page, marked)
    others = Row(scope, "", 0)
    fields = []
    for key, merged in selected.items():
        match merged[0].name.value:
            case "__typename":
                fields.append(f"{key!r}: {listed.name + 'Connection'!r}")
            case "edges":
                fields.append(f"{key!r}: [{rows.edge(merged)}(y, run) for y in page]")
            case "nodes":
                fields.append(f"{key!r}: [{rows.node(merged)} for y in page]")
            case "pageInfo":
                fields.append(f"{key!r}: {rows.info(merged)}")
            case "totalCount":
                fields.append(f"{key!r}: {others.take(f'COUNT {{ {listed.match} }}')}")
            case "aggregate":
                expression, function = aggregate(scope, listed, merged)
                fields.append(f"{key!r}: {function}({others.take(expression)}, run)")
    whole = [*others.expressions, rows.expression()] if rows.used else others.expressions
    cut = f"page, more = {scope.code.constant(_cut(page))}(r[-1], run); " if rows.used else ""
    name = scope.code.function(f"{cut}return {{{', '.join(fields)}}}")
    return Piece(f"[{', '.join(whole)}]", (), name)


def _cut(page: _Page) -> Callable[[list[Any], Run], tuple[list[Any], bool]]:
    """What takes the one row too many off, and turns a page round that was read from its end."""
    limit, backward = page.limit[1:], page.backward

    def cut(rows: list[Any], run: Run) -> tuple[list[Any], bool]:
        size = run.parameters[limit] - 1
        more = len(rows) > size
        found = rows[:size] if more else rows
        return (found[::-1] if backward else found), more

    return cut


def _page(scope: Scope, listed: Listed, given: dict[str, Any], marked: bytes) -> _Page:
    backward = given.get("last") is not None
    if backward and given.get("first") is not None:
        hint = "first and after go forward, last and before go backward."
        raise BadInput("first and last are both given.", argument="last", rule="one of the two", hint=hint)
    name = "last" if backward else "first"
    leaf = given.get(name) or Leaf(lambda variables: PAGE, PAGE)
    limit = scope.parameter(leaf, lambda value: _size(name, value) + 1)
    conditions = [
        _stands(scope, listed, given[cursor], cursor, marked)
        for cursor in ("after", "before")
        if given.get(cursor) is not None
    ]
    entered = given.get("before" if backward else "after") is not None
    return _Page(" AND ".join(conditions), limit, backward, entered)


def _size(name: str, value: int) -> int:
    if not 0 <= value <= LARGEST:
        rule = f"0..{LARGEST}"
        hint = "Ask for less at a time, and for the next page with after."
        raise BadInput(f"{name} is {value}; it must be {rule}.", argument=name, rule=rule, hint=hint)
    return value


def _stands(scope: Scope, listed: Listed, leaf: Leaf, argument: str, marked: bytes) -> str:
    """The condition to stand after or before a cursor."""
    count, source = len(listed.keys), leaf.source

    def part(number: int) -> Callable[[Any], Any]:
        return lambda variables: variables[CURSORS].read(source(variables), marked, count, argument)[number]

    parameters = [scope.slots.add(part(number)) for number in range(count)]
    return after(listed.keys, parameters, before=argument == "before")


class _Rows:
    """The rows of a page, and the Python for the fields that are made of them."""

    def __init__(self, scope: Scope, listed: Listed, page: _Page, marked: bytes) -> None:
        self.scope, self.listed, self.page, self.marked = scope, listed, page, marked
        self.used = False
        self._row = Row(scope, "", 0)
        self._extra: list[str] = []
        self._link: Row | None = None
        self._cursor = ""

    def edge(self, nodes: list[FieldNode]) -> str:
        """The function that makes an edge of a row."""
        self.used = True
        scope, listed = self.scope, self.listed
        link = link_props(listed.side.link.link_type) if listed.side else {}
        selected = scope.request.fields(nodes, f"{listed.name}Edge")
        row = Row(scope, listed.link or "", sum(one[0].name.value in link for one in selected.values()))
        row.expressions = self._row.expressions
        for key, merged in selected.items():
            name = merged[0].name.value
            if name == "__typename":
                row.fields.append(f"{key!r}: {listed.name + 'Edge'!r}")
            elif name == "cursor":
                row.fields.append(f"{key!r}: {self.cursor('r')}")
            elif name == "node":
                row.fields.append(f"{key!r}: {self._node(merged, 'r')}")
            elif link[name].prop.node:
                row.sources(key, merged)
            else:
                row.prop(key, link[name], listed.name + "Edge")
        self._extra += row.extra
        return row.function()

    def node(self, nodes: list[FieldNode]) -> str:
        """Python for the node of a row `y`."""
        self.used = True
        return self._node(nodes, "y")

    def _node(self, nodes: list[FieldNode], row: str) -> str:
        piece = node(self.scope, self.listed.label, self.listed.node, nodes)
        self._extra += [one for one in piece.extra if one not in self._extra]
        return f"{piece.function}({row}{self._row.take(piece.expression)[1:]}, run)"

    def cursor(self, row: str) -> str:
        """Python for the cursor of a row."""
        if not self._cursor:
            self._cursor = self._row.take(told(self.listed.keys))[1:]
        return f"run.cursors.write({self.scope.code.constant(self.marked)}, {row}{self._cursor})"

    def info(self, nodes: list[FieldNode]) -> str:
        """Python for the PageInfo."""
        self.used = True
        ahead, behind = "more", str(self.page.entered)
        if self.page.backward:
            ahead, behind = behind, ahead
        parts: dict[str, Callable[[], str]] = {
            "__typename": lambda: "'PageInfo'",
            "hasNextPage": lambda: ahead,
            "hasPreviousPage": lambda: behind,
            "startCursor": lambda: f"{self.cursor('page[0]')} if page else None",
            "endCursor": lambda: f"{self.cursor('page[-1]')} if page else None",
        }
        selected = self.scope.request.fields(nodes, "PageInfo")
        return f"{{{', '.join(f'{key!r}: {parts[merged[0].name.value]()}' for key, merged in selected.items())}}}"

    def expression(self) -> str:
        """The list of the page's rows."""
        listed, page = self.listed, self.page
        order = by(listed.keys, backward=page.backward)
        names = ", ".join(listed.names)
        # what every node has anyway: only so can an index give the order
        there = [f"{key.value} IS NOT NULL" for key in listed.keys if not key.nullable] if listed.side is None else []
        conditions = "".join(f" AND {one}" for one in (page.condition, *there) if one)
        # the order stands again before the rows are collected, and is then certain
        return (
            f"COLLECT {{ {listed.match}{conditions} WITH {names} ORDER BY {order} LIMIT {page.limit} "
            f"{bound(tuple(self._extra), *listed.names)}"
            f"RETURN [{', '.join(self._row.expressions)}] AS r ORDER BY {order} }}"
        )
