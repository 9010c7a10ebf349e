"""Plans from selections: which properties of a declaration they ask for, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from graphql import FieldNode

from api.plan import FAULT, LabelPlan, NodePart, Page, Part, RowPart, WordPart
from api.selection import Request
from kb.errors import BadInput, Internal
from kb.lookup import MOST
from kb.meta import Answer, Declared, PropType, Row, Words, props
from kb.ontology import NODES

__all__ = ["Compiler", "page"]


class Compiler:
    """Makes the parts of one selection, and keeps which lists it reads page by page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.pages: list[tuple[FieldNode, PropType]] = []

    def part(self, prop: PropType, nodes: list[FieldNode]) -> Part | None:
        """How the property is written; None = as it stands."""
        if prop.prop.node:
            return NodePart(prop.many, lambda label: self.label(label, nodes))
        if issubclass(prop.kind, Words):
            plain = all(word.name == word.value for word in prop.kind)
            return None if plain else WordPart(prop.kind, prop.many)
        if not issubclass(prop.kind, Row | Answer):
            return None
        if not prop.prop.first:
            return self.row(prop.kind, nodes, prop.many)
        self.pages.append((nodes[0], prop))
        return Page(len(self.pages) - 1, self.row(prop.kind, nodes, prop.many))

    def row(self, declared: type[Declared], nodes: list[FieldNode], many: bool = False) -> RowPart:
        """How a structure is written."""
        known = {prop.graphql_name: prop for prop in props(declared)}
        keys: list[str] = []
        names: list[str] = []
        parts: list[tuple[int, Part]] = []
        for key, selected in self.request.fields(nodes, declared.__name__).items():
            name = selected[0].name.value
            part = None if name == "__typename" else self.part(known[name], selected)
            if part is not None:
                parts.append((len(keys), part))
            keys.append(key)
            names.append("__class__.__name__" if name == "__typename" else known[name].name)
        return RowPart(tuple(keys), _getter(names), tuple(parts), many)

    def label(self, label: str, nodes: list[FieldNode]) -> LabelPlan:
        """What the selection asks of nodes of the label."""
        if label not in NODES:
            raise Internal(f"{label!r} is no label of a node.")
        known = {prop.graphql_name: prop for prop in props(NODES[label])}
        fields: list[tuple[str, str, Any, Part | None]] = []
        chained = False
        for key, selected in self.request.fields(nodes, label).items():
            name = selected[0].name.value
            if name == "__typename":
                fields.append((key, "label", FAULT, None))
                continue
            prop, part = known[name], self.part(known[name], selected)
            absent = FAULT if prop.required else () if prop.many else None
            fields.append((key, prop.name, absent, part))
            chained = chained or self._chained(part)
        return LabelPlan(tuple(fields), all(name in {"id", "label"} for _, name, _, _ in fields), chained)

    def _chained(self, part: Part | None) -> bool:
        """Whether the sources that a node's field gives must show more than the ids of sources of their own."""
        if not isinstance(part, NodePart):
            return False
        plan = part.plan("source:")
        inner = (below for _, _, _, below in plan.fields if isinstance(below, NodePart))
        return any(not below.plan("source:").bare for below in inner)


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    single = [attrgetter(name) for name in names]  # @skip and @include can leave nothing
    return lambda row: tuple(get(row) for get in single)


def page(request: Request, node: FieldNode, prop: PropType) -> slice:
    """The part of a list that its field's arguments ask for. Raises BadInput."""
    first = request.number(node, "first", prop.prop.first)
    offset = request.number(node, "offset", 0) if prop.prop.offset else 0
    if first is None or not 1 <= first <= MOST:
        raise _out_of_range(node, "first", first, f"1..{MOST}")
    if offset is None or offset < 0:
        raise _out_of_range(node, "offset", offset, ">= 0")
    return slice(offset, offset + first)


def _out_of_range(node: FieldNode, name: str, value: int | None, rule: str) -> BadInput:
    shown = "null" if value is None else value
    return BadInput(
        f"{node.name.value}({name}:) is {shown}; it must be {rule}.",
        argument=name,
        rule=rule,
        hint=f"Give {name} a value inside its range.",
    )
