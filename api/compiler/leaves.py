"""Properties: how the statement gives one, and the Python that checks it, as graphql-core would have."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from api.compiler.inputs import scalar_name
from api.compiler.scope import Code
from kb.errors import Internal
from kb.meta import PropType, Words

__all__ = ["checked", "given"]

_INT = 2**31


def given(prop: PropType, variable: str) -> str:
    """The expression of a property of a node or link that is bound to `variable`."""
    value = f"{variable}.{prop.name}"
    if prop.many:
        return f"coalesce({value}, [])"
    return f"toString({value})" if prop.kind is date else value


def checked(code: Code, prop: PropType, owner: str, value: str) -> str:
    """Python for the value as the response has it; what the schema does not allow raises Internal."""
    fault = code.constant(_checker(prop, owner))
    if prop.many:
        return f"{fault}({value})"
    allowed = _allowed(code, prop) + ("" if prop.required else " or x is None")
    return f"(x if (x := {value}).__class__ is {allowed} else {fault}(x))"


def _allowed(code: Code, prop: PropType) -> str:
    """The Python test that follows `x.__class__ is`."""
    if issubclass(prop.kind, Words):
        same = frozenset(word.value for word in prop.kind if word.name == word.value)
        return f"str and x in {code.constant(same)}"
    if prop.kind is int:
        return "int" if scalar_name(prop) == "Long" else f"int and {-_INT} <= x < {_INT}"
    if prop.kind is float:
        return "float and x - x == 0.0"
    if prop.kind is date:
        return "str and len(x) == 10 and x[4] == x[7] == '-'"
    return "bool" if prop.kind is bool else "str"


def _checker(prop: PropType, owner: str) -> Callable[[Any], Any]:
    """What gets the values that the quick test does not pass."""
    place = f"{owner}.{prop.graphql_name}"
    kind: Any = str if issubclass(prop.kind, str) or prop.kind is date else prop.kind
    allowed = _test(prop)
    names = {word.value: word.name for word in prop.kind} if issubclass(prop.kind, Words) else {}

    def one(value: Any) -> Any:
        if value is None:
            raise Internal(f"A {owner} has no {prop.graphql_name}.")
        if kind is float and type(value) is int:
            value = float(value)  # a whole number that somebody wrote without a dot
        if type(value) is not kind or not allowed(value):
            raise Internal(f"{place} has a value that its type does not allow.")
        return names[value] if names else value

    def many(values: Any) -> Any:
        if not isinstance(values, list):
            raise Internal(f"{place} is no list.")
        return [one(value) for value in values]

    return many if prop.many else one


def _test(prop: PropType) -> Callable[[Any], bool]:
    if issubclass(prop.kind, Words):
        return frozenset(word.value for word in prop.kind).__contains__
    if prop.kind is float:
        return math.isfinite
    if prop.kind is int and scalar_name(prop) == "Int":
        return lambda value: -_INT <= value < _INT
    if prop.kind is date:  # what passes the quick test is one
        return lambda value: False
    return lambda value: True
