"""Plans: the statement of an operation's entity fields, its parameters, and the Python that shapes its one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graphql import FieldNode

from api.compiler.cursors import Cursors
from api.compiler.nodes import Piece, bound, node
from api.compiler.pages import label_connection
from api.compiler.scope import CURSORS, TODAY, Code, Run, Scope
from api.compiler.sdl import LARGEST
from api.compiler.values import Leaf, Slots
from api.selection import Request
from kb.errors import BadInput, KbError
from kb.ontology import ENTITY, NODES
from kb.questions.arguments import node_id

__all__ = ["ENTITY_FIELDS", "Plan", "compiled", "compiled_nodes"]

_ONE = {node.field_name: label for label, node in NODES.items()}
_MANY = {node.plural: label for label, node in NODES.items()}
ENTITY_FIELDS = frozenset((*_ONE, *_MANY, "node", "nodes"))
"""root fields that go through the compiler"""


@dataclass(frozen=True)
class Plan:
    """One statement, and what becomes of its record."""

    statement: str
    """returns one record of one list; empty where nothing is to be read"""
    slots: Slots
    functions: Mapping[str, Callable[[Any, Run], Any]]
    """by response key, or by place: in the order of the list"""
    faults: Mapping[str, KbError]
    """fields that cannot be asked"""

    @property
    def size(self) -> int:
        """Characters of the statement."""
        return len(self.statement)

    def bind(
        self, variables: Mapping[str, Any], cursors: Cursors, day: date | None = None
    ) -> tuple[dict[str, Any], dict[str, KbError]]:
        """The statement's parameters, and by field what is wrong with its values; `day` stands for today (UTC)."""
        return self.slots.bind({**variables, CURSORS: cursors, TODAY: day or datetime.now(UTC).date()})

    def shape(self, record: list[Any], parameters: dict[str, Any], cursors: Cursors) -> dict[str, Any]:
        """The fields' values as the response has them; an error stands for one that its type does not allow."""
        run = Run(parameters, cursors)
        found: dict[str, Any] = {}
        for (key, function), value in zip(self.functions.items(), record, strict=True):
            try:
                found[key] = function(value, run)
            except KbError as error:
                found[key] = error
        return found


def compiled(request: Request, fields: Mapping[str, list[FieldNode]]) -> Plan:
    """The plan of the entity fields `fields`, by response key; one at fault does not lose the others."""
    slots, code = Slots(), Code()
    pieces: dict[str, Piece] = {}
    faults: dict[str, KbError] = {}
    for key, nodes in fields.items():
        slots.owner, before = key, len(slots.sources)
        try:
            pieces[key] = _root(request, slots, code, nodes)
        except KbError as error:
            faults[key] = error
            del slots.sources[before:], slots.owners[before:]
    return _plan(slots, code, pieces, faults)


def compiled_nodes(request: Request, places: Mapping[str, tuple[str, list[FieldNode]]]) -> Plan:
    """The plan for nodes whose ids are known only in a request: by place, their type and what is asked of them.

    The ids of a place stand under its name among the variables. A place's value is its nodes by id.
    """
    slots, code = Slots(), Code()
    pieces = {}
    for place, (label, nodes) in places.items():
        day = slots.add(lambda variables: variables[TODAY])
        scope = Scope(request, slots, code, day)
        ids = slots.add(lambda variables, place=place: variables[place])  # type: ignore[misc]
        variable = scope.name("n")
        piece = node(scope, label, variable, nodes)
        expression = (
            f"COLLECT {{ UNWIND {ids} AS id MATCH ({variable}:{label} {{id: id}}) "
            f"{bound(piece.extra, variable)}RETURN [{variable}.id, {piece.expression}] }}"
        )
        body = f"return {{y[0]: {piece.function}(y[1], run) for y in r}}"
        pieces[place] = Piece(expression, (), code.function(body))
    return _plan(slots, code, pieces, {})


def _plan(slots: Slots, code: Code, pieces: Mapping[str, Piece], faults: Mapping[str, KbError]) -> Plan:
    space = code.built()
    statement = f"RETURN [{', '.join(piece.expression for piece in pieces.values())}] AS r" if pieces else ""
    return Plan(statement, slots, {key: space[piece.function] for key, piece in pieces.items()}, faults)


def _root(request: Request, slots: Slots, code: Code, nodes: list[FieldNode]) -> Piece:
    name = nodes[0].name.value
    scope = Scope(request, slots, code, None)
    given = scope.arguments("Query", nodes[0])
    scope.date = _date(scope, given)
    if name in _MANY:
        return label_connection(scope, _MANY[name], nodes)
    if name in _ONE:
        return _by_id(scope, _ONE[name], given["id"], nodes)
    return _any_by_id(scope, given["id"], nodes) if name == "node" else _several(scope, given["ids"], nodes)


def _date(scope: Scope, given: Mapping[str, Any]) -> str | None:
    """The parameter of the date, today (UTC) where none is given."""
    every = given.get("allDates")
    if every is not None and every.value:
        return None
    leaf = given.get("asOf") or Leaf(lambda variables: variables[TODAY], None)
    return scope.parameter(leaf)


def _by_id(scope: Scope, label: str, leaf: Leaf, nodes: list[FieldNode]) -> Piece:
    variable = scope.name("n")
    wanted = scope.parameter(leaf, lambda text: node_id(text, (label,), "id"))
    piece = node(scope, label, variable, nodes)
    return _first(scope, f"MATCH ({variable}:{label} {{id: {wanted}}}) WHERE {scope.holds(variable)}", variable, piece)


def _any_by_id(scope: Scope, leaf: Leaf, nodes: list[FieldNode]) -> Piece:
    variable = scope.name("n")
    wanted = scope.parameter(leaf)
    piece = node(scope, ENTITY, variable, nodes)
    return _first(scope, f"MATCH ({variable}:{ENTITY} {{id: {wanted}}})", variable, piece)


def _first(scope: Scope, match: str, variable: str, piece: Piece) -> Piece:
    expression = f"head(COLLECT {{ {match} {bound(piece.extra, variable)}RETURN {piece.expression} }})"
    return Piece(expression, (), scope.code.function(f"return None if r is None else {piece.function}(r, run)"))


def _several(scope: Scope, leaf: Leaf, nodes: list[FieldNode]) -> Piece:
    variable, at = scope.name("n"), scope.name("i")
    wanted = scope.parameter(leaf, _ids)
    piece = node(scope, ENTITY, variable, nodes)
    expression = (
        f"COLLECT {{ UNWIND range(0, size({wanted}) - 1) AS {at} "
        f"OPTIONAL MATCH ({variable}:{ENTITY} {{id: {wanted}[{at}]}}) WITH {at}, {variable} ORDER BY {at} "
        f"RETURN CASE WHEN {variable} IS NULL THEN null ELSE {piece.expression} END AS r ORDER BY {at} }}"
    )
    return Piece(
        expression, (), scope.code.function(f"return [None if y is None else {piece.function}(y, run) for y in r]")
    )


def _ids(ids: list[str]) -> list[str]:
    if len(ids) > LARGEST:
        rule = f"at most {LARGEST} ids"
        raise BadInput(f"ids has {len(ids)} of them.", argument="ids", rule=rule, hint="Ask in several requests.")
    return ids
