"""Which argument a GraphQL error is about: graphql-core says a position or a variable, the reader wants the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_enum_type,
    is_scalar_type,
    is_specified_scalar_type,
    visit,
)

__all__ = ["Fault", "fault"]

_MISSING = re.compile(r"\((\w+):\)' of (?:required )?type '([^']+)'")
_HINT = "Mend or leave out this value; the schema says what is known (GraphiQL, at this address, shows it)."
_INSIDE = re.compile(r"^Variable '\$\w+' has invalid (?:default )?value at ([.\w\[\]]+):")


@dataclass(frozen=True)
class Fault:
    """The argument (dots lead into its fields) and what it must be."""

    argument: str
    rule: str
    hint: str


def fault(schema: GraphQLSchema, document: DocumentNode | None, error: GraphQLError) -> Fault | None:
    """The argument at fault; None where the error is not about one."""
    node = (error.nodes or (None,))[0]
    if document is None or node is None:
        return None
    if isinstance(node, FieldNode):
        missing = _MISSING.search(error.message)
        return Fault(missing[1], f"{missing[2]}, required", f"Give {missing[1]}.") if missing else None
    if isinstance(node, VariableDefinitionNode):
        return _of_variable(schema, document, node, error.message)
    return _found(schema, document, lambda place: _holds(place, node))


def _of_variable(
    schema: GraphQLSchema, document: DocumentNode, node: VariableDefinitionNode, message: str
) -> Fault | None:
    name = node.variable.name.value
    uses: list[VariableNode] = []

    class Uses(Visitor):
        def enter_argument(self, argument: ArgumentNode, *_: Any) -> None:
            visit(argument, Names())

    class Names(Visitor):
        def enter_variable(self, variable: VariableNode, *_: Any) -> None:
            if variable.name.value == name:
                uses.append(variable)

    visit(document, Uses())
    used = _found(schema, document, lambda place: _holds(place, uses[0])) if uses else None
    inside = _INSIDE.match(message)
    if used is None or inside is None:
        return used
    fields = re.sub(r"\[\d+\]", "", inside[1])
    return Fault(used.argument + fields, "a value of its type", used.hint) if fields else used


def _found(schema: GraphQLSchema, document: DocumentNode, holds: Any) -> Fault | None:
    """The argument, and the fields of it, that hold the place."""
    types = TypeInfo(schema)
    names: list[str] = []
    rules: list[str] = []

    class Around(Visitor):
        def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
            self.note(node)

        def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
            self.note(node)

        def note(self, node: ArgumentNode | ObjectFieldNode) -> None:
            if holds(node):
                names.append(node.name.value)
                rules.append(_rule(types.get_input_type()))

    visit(document, TypeInfoVisitor(types, Around()))
    return Fault(".".join(names), rules[-1], _HINT) if names else None


def _holds(outer: Node, inner: Node) -> bool:
    return bool(outer.loc and inner.loc and outer.loc.start <= inner.loc.start and inner.loc.end <= outer.loc.end)


def _rule(kind: Any) -> str:
    named = get_named_type(kind)
    if named is None:
        return "a known argument"
    if is_enum_type(named):
        return f"one of {', '.join(named.values)}"
    known = is_specified_scalar_type(named) or not is_scalar_type(named)
    return str(kind) if known else f"{kind}: {named.description}"
