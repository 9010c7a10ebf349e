"""Arguments as the compiler reads them: their structure is part of the plan, their values are parameters.

A value is a `Leaf`, None, a list, or a dict of values. What a variable of an input type holds is read the same way,
so a plan fits every request whose variables have the same structure; `structure` tells which that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputType,
    GraphQLSchema,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    type_from_ast,
    value_from_ast,
)
from graphql.utilities.coerce_input_value import coerce_default_value

from kb.errors import BadInput, KbError

__all__ = ["Leaf", "Slots", "Source", "arguments", "structure"]

Variables = Mapping[str, Any]
Source = Callable[[Variables], Any]
"""what a value is in a request"""
_BOOLEAN = "Boolean"


@dataclass(frozen=True)
class Leaf:
    """One value. `value` is that of the request for which the plan was made."""

    source: Source
    value: Any
    """the same in every request of the plan only where it is a truth value or a word"""


@dataclass
class Slots:
    """The parameters of a statement, in order."""

    owner: str = ""
    """the field that is compiled"""
    sources: list[Source] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    """the field that each belongs to"""

    def add(self, source: Source) -> str:
        """The parameter that carries it, as it stands in the statement."""
        self.sources.append(source)
        self.owners.append(self.owner)
        return f"$p{len(self.sources) - 1}"

    def bind(self, variables: Variables) -> tuple[dict[str, Any], dict[str, KbError]]:
        """The values of a request, and by field what is wrong with one of its values."""
        values: dict[str, Any] = {}
        faults: dict[str, KbError] = {}
        for number, (source, owner) in enumerate(zip(self.sources, self.owners, strict=True)):
            try:
                values[f"p{number}"] = source(variables)
            except KbError as error:
                faults.setdefault(owner, error)
        return values, faults


def arguments(declared: GraphQLField, node: FieldNode, variables: Variables) -> dict[str, Any]:
    """The arguments of a field; what is neither given nor has a default is not there.

    Raises BadInput where a variable that has a default, and so may be declared without `!`, is null all the same.
    """
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    found: dict[str, Any] = {}
    for name, argument in declared.args.items():
        value = _read(given[name], argument.type, variables) if name in given else Undefined
        value = _or_default(value, argument)
        if value is None and is_non_null_type(argument.type):
            raise BadInput(f"{name} is null.", argument=name, rule="not null", hint="Give it, or leave it out.")
        if value is not Undefined:
            found[name] = value
    return found


def _or_default(value: Any, declared: GraphQLArgument | GraphQLInputField) -> Any:
    if value is not Undefined:
        return value
    default = coerce_default_value(declared)
    return Undefined if default is Undefined else _constant(default)


def _constant(value: Any) -> Leaf:
    return Leaf(lambda variables: value, value)


def _read(node: ValueNode, kind: GraphQLInputType, variables: Variables) -> Any:
    """A value of the document."""
    if isinstance(node, VariableNode):
        name = node.name.value
        if name not in variables:
            return Undefined
        return _held(variables[name], kind, lambda given: given[name])
    if isinstance(node, NullValueNode):
        return None
    kind = _bare(kind)
    if is_list_type(kind):
        items = node.values if isinstance(node, ListValueNode) else (node,)
        return _joined([_read(item, kind.of_type, variables) for item in items], kind)
    if is_input_object_type(kind) and isinstance(node, ObjectValueNode):
        return _object(node, kind, variables)
    return _constant(value_from_ast(node, kind))


def _object(node: ObjectValueNode, kind: Any, variables: Variables) -> dict[str, Any]:
    given = {one.name.value: one.value for one in node.fields}
    found = {}
    for name, declared in kind.fields.items():
        value = _read(given[name], declared.type, variables) if name in given else Undefined
        value = _or_default(value, declared)
        if value is not Undefined:
            found[name] = value
    return found


def _joined(items: list[Any], kind: Any) -> Any:
    """A list of structures, or of values: then it is one value."""
    items = [item for item in items if item is not Undefined]
    if is_input_object_type(get_named_type(kind)):
        return items
    sources = [item.source if isinstance(item, Leaf) else _nothing for item in items]
    return Leaf(
        lambda variables: [source(variables) for source in sources],
        [item.value if isinstance(item, Leaf) else None for item in items],
    )


def _bare(kind: Any) -> Any:
    return get_nullable_type(kind)


def _nothing(variables: Variables) -> None:
    return None


def _held(value: Any, kind: GraphQLInputType, source: Source) -> Any:
    """What a variable holds, coerced already."""
    kind = _bare(kind)
    if value is None:
        return None
    if is_input_object_type(kind):
        return {
            name: _held(item, kind.fields[name].type, lambda given, name=name: source(given)[name])  # type: ignore[misc]
            for name, item in value.items()
        }
    if is_list_type(kind) and is_input_object_type(get_named_type(kind)):
        return [
            _held(item, kind.of_type, lambda given, number=number: source(given)[number])  # type: ignore[misc]
            for number, item in enumerate(value)
        ]
    return Leaf(source, value)


def structure(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables) -> tuple[Any, ...]:
    """What two requests of one operation must have in common so that one plan fits both."""
    found: list[Any] = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        kind: Any = type_from_ast(schema, definition.type)
        found.append(_shape(variables[name], kind) if name in variables else Undefined)
    return tuple(found)


def _shape(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    kind = get_nullable_type(kind)
    if is_list_type(kind):
        named = get_named_type(kind)
        if is_input_object_type(named) or is_enum_type(named):
            return tuple(_shape(item, kind.of_type) for item in value)
        return len(value) == 0
    if is_input_object_type(kind):
        return tuple((name, _shape(item, kind.fields[name].type)) for name, item in value.items())
    return value if is_enum_type(kind) or kind.name == _BOOLEAN else True
