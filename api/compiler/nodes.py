"""Selections on nodes and links: the list of expressions that the statement returns for one, and the Python for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import FieldNode

from api.compiler.graph import Side, links_of, node_props
from api.compiler.leaves import checked, given
from api.compiler.scope import Scope
from kb.meta import PropType
from kb.ontology import NODES, label_of

__all__ = ["Piece", "Row", "bound", "node", "to_one"]

_PROJECTED = 4
"""properties of one node from which on a map of them is read at once: each `n.x` in a list is a read of its own"""


@dataclass(frozen=True)
class Piece:
    """What stands for a selection."""

    expression: str
    """Cypher; with its variable bound, and after `extra` in a WITH"""
    extra: tuple[str, ...]
    function: str
    """Python function (row, run) that gives the value as the response has it"""


@dataclass
class Row:
    """A row that is put together: expressions by position, and the response's fields that are made of them."""

    scope: Scope
    variable: str
    count: int
    """properties that are asked of the variable"""
    expressions: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    _read: list[str] = field(default_factory=list)
    _projected: str = ""

    def __post_init__(self) -> None:
        # several rows of one variable can be read side by side
        self._projected = self.scope.name("p") if self.count >= _PROJECTED else ""

    @property
    def source(self) -> str:
        """What properties are read from."""
        return self._projected or self.variable

    @property
    def extra(self) -> tuple[str, ...]:
        """What a WITH must bind first."""
        if not self._projected or not self._read:
            return ()
        names = ", ".join(f".{name}" for name in dict.fromkeys(self._read))
        return (f"{self.variable}{{{names}}} AS {self.source}",)

    def take(self, expression: str) -> str:
        """Add an expression; the Python that reads it from the row."""
        self.expressions.append(expression)
        return f"r[{len(self.expressions) - 1}]"

    def prop(self, key: str, prop: PropType, owner: str) -> None:
        """Add a property."""
        self._read.append(prop.name)
        value = self.take(given(prop, self.source))
        self.fields.append(f"{key!r}: {checked(self.scope.code, prop, owner, value)}")

    def sources(self, key: str, nodes: list[FieldNode]) -> None:
        """Add the Source nodes that the property `sources` names, in its order."""
        self._read.append("sources")
        scope, at, other = self.scope, self.scope.name("i"), self.scope.name("s")
        piece = node(scope, "Source", other, nodes)
        listed = f"coalesce({self.source}.sources, [])"
        value = self.take(
            f"COLLECT {{ UNWIND range(0, size({listed}) - 1) AS {at} MATCH ({other}:Source {{id: {listed}[{at}]}}) "
            f"WHERE {scope.holds(other)} WITH {', '.join((at, other, *piece.extra))} "
            f"RETURN {piece.expression} AS r ORDER BY {at} }}"
        )
        self.fields.append(f"{key!r}: [{piece.function}(y, run) for y in {value}]")

    def function(self) -> str:
        """The Python function that makes the object."""
        return self.scope.code.function(f"return {{{', '.join(self.fields)}}}")


def node(scope: Scope, label: str, variable: str, nodes: list[FieldNode]) -> Piece:
    """What the selection sets of `nodes` ask of a node that is bound to `variable`."""
    return _known(scope, label, variable, nodes) if label in NODES else _any(scope, variable, nodes)


def _known(scope: Scope, label: str, variable: str, nodes: list[FieldNode]) -> Piece:
    row = _row(scope, label, variable, nodes)
    return Piece(f"[{', '.join(row.expressions)}]", row.extra, row.function())


def _row(
    scope: Scope, label: str, variable: str, nodes: list[FieldNode], *, projected: bool = True, shared: bool = False
) -> Row:
    """The row of a node of the label; where it is `shared`, the node can have another."""
    from api.compiler.pages import connection  # its nodes have links

    found, links = node_props(label), links_of(label)
    selected = scope.request.fields(nodes, label)
    count = sum(one[0].name.value in found for one in selected.values())
    row = Row(scope, variable, count if projected else 0)
    for key, merged in selected.items():
        name = merged[0].name.value
        if name == "__typename":
            told = f"{scope.code.constant(label_of)}({row.take(f'{variable}.id')})" if shared else repr(label)
            row.fields.append(f"{key!r}: {told}")
        elif name not in found:
            side = links[name]
            piece = (to_one if side.to_one else connection)(scope, side, label, variable, merged)
            row.fields.append(f"{key!r}: {piece.function}({row.take(piece.expression)}, run)")
        elif found[name].prop.node:
            row.sources(key, merged)
        else:
            row.prop(key, found[name], label)
    return row


def _any(scope: Scope, variable: str, nodes: list[FieldNode]) -> Piece:
    """A node of any label, which its id says; labels of which the same is asked share a row."""
    groups: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for label in NODES:
        selected = scope.request.fields(nodes, label)
        asked = tuple((key, *(str(id(one)) for one in merged)) for key, merged in selected.items())
        groups.setdefault(asked, []).append(label)
    functions: dict[str, str] = {}
    cases: list[str] = []
    for labels in sorted(groups.values(), key=len):
        row = _row(scope, labels[0], variable, nodes, projected=False, shared=len(labels) > 1)
        function = row.function()
        functions |= {NODES[label].prefix: function for label in labels}
        if row.expressions:
            condition = " OR ".join(f"{variable}:{label}" for label in labels)
            cases.append(f"WHEN {condition} THEN [{', '.join(row.expressions)}]")
    *cases, other = cases or ["THEN []"]
    other = other.partition("THEN ")[2]
    chosen = f"CASE {' '.join(cases)} ELSE {other} END" if cases else other
    table = ", ".join(f"{prefix!r}: {function}" for prefix, function in functions.items())
    name = scope.code.function("return t[r[0].partition(':')[0]](r[1], run)", f"t={{{table}}}")
    return Piece(f"[{variable}.id, {chosen}]", (), name)


def to_one(scope: Scope, side: Side, owner: str, variable: str, nodes: list[FieldNode]) -> Piece:
    """The node at the other end of a link of which there is one at any date."""
    link, other = scope.name("l"), scope.name("m")
    piece = node(scope, side.target, other, nodes)
    # at any date there can be several: the one with the latest `since`, missing first
    order = f"{other}.id" if scope.date is not None else f"{link}.since DESC, {other}.id"
    expression = (
        f"head(COLLECT {{ MATCH {side.pattern(variable, link, other)} WHERE {scope.holds(link, other)} "
        f"WITH {link}, {other} ORDER BY {order} LIMIT 1 {bound(piece.extra, link, other)}RETURN {piece.expression} }})"
    )
    return Piece(expression, (), scope.code.function(f"return None if r is None else {piece.function}(r, run)"))


def bound(extra: tuple[str, ...], *names: str) -> str:
    """The WITH that binds `extra` beside `names`; nothing where there is none."""
    return f"WITH {', '.join((*names, *extra))} " if extra else ""
