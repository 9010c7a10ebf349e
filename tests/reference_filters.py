"""What values are by themselves: conditions on one, how filters combine, figures over several. No links, no Cypher."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["QUANTIFIERS", "combined", "figures", "meets"]

QUANTIFIERS: dict[str, Callable[[int, int], bool]] = {
    "some": lambda meeting, count: meeting > 0,
    "none": lambda meeting, count: meeting == 0,
    "all": lambda meeting, count: meeting == count,
    "single": lambda meeting, count: meeting == 1,
}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, several: value in several,
    "notIn": lambda value, several: value not in several,
    "contains": lambda value, part: part.lower() in value.lower(),
    "startsWith": lambda value, part: value.lower().startswith(part.lower()),
    "endsWith": lambda value, part: value.lower().endswith(part.lower()),
}


def meets(value: Any, given: Mapping[str, Any]) -> bool:
    """Whether a property meets its conditions; a missing one meets none but isNull and isEmpty."""

    def one(name: str, operand: Any) -> bool:
        if name in {"isNull", "isEmpty"}:
            return (not value if name == "isEmpty" else value is None) == operand
        if isinstance(value, list):
            return any(item.lower() == operand.lower() for item in value)
        return value is not None and _OPERATORS[name](value, operand)

    return all(one(name, operand) for name, operand in given.items())


def combined(given: Mapping[str, Any] | None, one: Callable[[str, Any], bool], inside: Callable[[Any], bool]) -> bool:
    """Whether all that a filter gives holds: `one` tells of a name, `inside` of a filter of the same kind."""
    for name, value in (given or {}).items():
        if value is None:
            continue
        if name in {"AND", "OR"}:
            met = (all if name == "AND" else any)(inside(item) for item in value)
        else:
            met = not inside(value) if name == "NOT" else one(name, value)
        if not met:
            return False
    return True


def figures(facts: list[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    """Least, greatest, mean and sum of the properties' values, where there are any."""
    found: dict[str, dict[str, Any]] = {"min": {}, "max": {}, "avg": {}, "sum": {}}
    for name in names:
        values = [fact[name] for fact in facts if fact.get(name) is not None]
        if not values:
            continue
        found["min"][name], found["max"][name] = min(values), max(values)
        if isinstance(values[0], int | float):
            found["sum"][name], found["avg"][name] = float(sum(values)), sum(values) / len(values)
    return found
