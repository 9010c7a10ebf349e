"""How many rows a field asks for, and how many leaves its filter has: from its arguments, or from variables there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_nullable_type,
    is_list_type,
)
from graphql.utilities.coerce_input_value import coerce_default_value

__all__ = ["DEFAULT_PAGE", "Size", "Variables", "leaves", "rows"]

DEFAULT_PAGE = 50
"""rows of a page whose size nobody says"""

Variables = Mapping[str, Any]
"""an operation's variables, coerced"""
Size = int | Callable[[Variables], int]
"""never negative; two that variables give are equal where they read the same"""


def rows(node: FieldNode, field: GraphQLField) -> Size | None:
    """The rows that the field's arguments ask for; None where it has no such argument."""
    if pages := [name for name in ("first", "last") if name in field.args]:
        return _page(node, {name: field.args[name] for name in pages})
    ids = field.args.get("ids")
    if ids is None or not is_list_type(get_nullable_type(ids.type)):
        return None
    match _argument(node, "ids"):
        case VariableNode(name=variable):
            return _Length(variable.value)
        case ListValueNode(values=values):
            return len(values)
        case None | NullValueNode():
            return DEFAULT_PAGE
    return 1


def leaves(node: FieldNode) -> Size:
    """The values that stand in the field's filter, its argument `where`."""
    names, count = [], 0
    ahead = [value] if (value := _argument(node, "where")) is not None else []
    while ahead:
        match ahead.pop():
            case VariableNode(name=variable):
                names.append(variable.value)
            case ListValueNode(values=values):
                ahead += values
            case ObjectValueNode(fields=fields):
                ahead += [field.value for field in fields]
            case _:
                count += 1
    return _Leaves(tuple(names), count) if names else count


def _page(node: FieldNode, arguments: Mapping[str, GraphQLArgument]) -> Size:
    names, given, defaults = [], [], []
    for name, argument in arguments.items():
        default = coerce_default_value(argument)
        default = None if default is Undefined else default
        match _argument(node, name):
            case VariableNode(name=variable):
                names.append((variable.value, default))
            case IntValueNode(value=text):
                given.append(int(text))
            case None:
                defaults.append(default)
    page = _Page(tuple(names), tuple(given), tuple(defaults))
    return page if names else page({})


def _argument(node: FieldNode, name: str) -> ValueNode | None:
    return next((argument.value for argument in node.arguments or () if argument.name.value == name), None)


@dataclass(frozen=True)
class _Page:
    """A page size that variables give."""

    names: tuple[tuple[str, Any], ...]
    """variables, each with the default of its argument (None = it has none)"""
    given: tuple[Any, ...]
    """the sizes that the document writes out"""
    defaults: tuple[Any, ...]
    """the defaults of the arguments that the document leaves out"""

    def __call__(self, variables: Variables) -> int:
        given = [variables[name] for name, _ in self.names if name in variables]
        if not (sizes := _numbers((*self.given, *given))):
            sizes = _numbers((*self.defaults, *(other for name, other in self.names if name not in variables)))
        return max(0, *sizes) if sizes else DEFAULT_PAGE


def _numbers(sizes: Iterable[Any]) -> list[int]:
    return [size for size in sizes if isinstance(size, int)]


@dataclass(frozen=True)
class _Length:
    """The length of a list that a variable gives."""

    name: str

    def __call__(self, variables: Variables) -> int:
        value = variables.get(self.name)
        if value is None:
            return DEFAULT_PAGE
        return len(value) if isinstance(value, list | tuple) else 1


@dataclass(frozen=True)
class _Leaves:
    """How many leaves a filter has that variables are part of."""

    names: tuple[str, ...]
    known: int

    def __call__(self, variables: Variables) -> int:
        ahead, count = [variables[name] for name in self.names if name in variables], self.known
        while ahead:
            value = ahead.pop()
            if isinstance(value, dict):
                ahead += value.values()
            elif isinstance(value, list | tuple):
                ahead += value
            else:
                count += 1
        return count
