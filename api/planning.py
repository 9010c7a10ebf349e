"""Plans from selections: which properties of a declaration they ask for, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from graphql import FieldNode

from api.plan import NodePart, Page, Part, RowPart, WordPart
from api.selection import Request
from kb.errors import BadInput
from kb.lookup import MOST
from kb.meta import Answer, Declared, PropType, Row, Words, props
from kb.ontology import ENTITY, NODES

__all__ = ["Compiler", "page"]


class Compiler:
    """Makes the parts of one selection, and keeps which lists it reads page by page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.pages: list[tuple[FieldNode, PropType]] = []
        self.places: dict[str, tuple[str, list[FieldNode]]] = {}
        """where nodes must be read: their type, and what is asked of them"""

    def part(self, prop: PropType, nodes: list[FieldNode]) -> Part | None:
        """How the property is written; None = as it stands."""
        if prop.prop.node:
            return self._node(prop, nodes)
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

    def _node(self, prop: PropType, nodes: list[FieldNode]) -> NodePart:
        """How a node is written that stands as its id."""
        labels = [label for label in prop.prop.refers if label in NODES]
        label = labels[0] if len(labels) == 1 else ENTITY
        place = f"place {len(self.places)}"
        bare = self._bare(label, nodes)
        if bare is None:
            self.places[place] = (label, nodes)
        return NodePart(place, prop.many, bare)

    def _bare(self, kind: str, nodes: list[FieldNode]) -> tuple[tuple[str, bool], ...] | None:
        """Response keys of ids and labels, where nothing else is asked, and the same of every label."""
        asked = {
            tuple((key, merged[0].name.value) for key, merged in self.request.fields(nodes, label).items())
            for label in (NODES if kind == ENTITY else (kind,))
        }
        [only, *others] = asked
        if others or any(name not in {"id", "__typename"} for _, name in only):
            return None
        return tuple((key, name == "__typename") for key, name in only)


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
