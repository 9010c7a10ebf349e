"""Filters as Cypher predicates. A missing value meets no condition but `isNull`; NOT turns that round."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from graphql import Undefined

from api.compiler.graph import Side, link_props, links_of, node_props
from api.compiler.scope import Scope
from api.compiler.values import Leaf
from kb.errors import BadInput
from kb.meta import PropType

__all__ = ["link_filter", "node_filter", "side_filter"]

_SIMPLE = {"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "in": "IN"}
_TEXT = {"contains": "CONTAINS", "startsWith": "STARTS WITH", "endsWith": "ENDS WITH"}


def node_filter(scope: Scope, label: str, node: str, given: Any, at: str) -> str:
    """The predicate that the node meets, `true` where nothing is asked; `at` is the argument's name, for errors."""
    found, links = node_props(label), links_of(label) if label != "Entity" else {}

    def one(name: str, value: Any) -> str:
        if name in links:
            return _quantified(scope, links[name], node, value, f"{at}.{name}")
        return _conditions(scope, found[name], f"{node}.{found[name].name}", value, f"{at}.{name}")

    return _joined(scope, given, at, one, lambda inner, place: node_filter(scope, label, node, inner, place))


def link_filter(scope: Scope, kind: str, link: str, given: Any, at: str) -> str:
    """The predicate that a link meets."""
    found = link_props(kind)

    def one(name: str, value: Any) -> str:
        return _conditions(scope, found[name], f"{link}.{found[name].name}", value, f"{at}.{name}")

    return _joined(scope, given, at, one, lambda inner, place: link_filter(scope, kind, link, inner, place))


def side_filter(scope: Scope, side: Side, link: str, other: str, given: Any, at: str) -> str:
    """The predicate that a link and the node at its other end meet."""

    def one(name: str, value: Any) -> str:
        if name == "link":
            return link_filter(scope, side.link.link_type, link, value, f"{at}.link")
        return node_filter(scope, side.target, other, value, f"{at}.node")

    return _joined(scope, given, at, one, lambda inner, place: side_filter(scope, side, link, other, inner, place))


def _joined(scope: Scope, given: Any, at: str, one: Any, inside: Any) -> str:
    """All that is given, with AND, OR and NOT around filters of the same kind."""
    scope.condition(at)
    parts: list[str] = []
    for name, value in (given or {}).items():
        if value is None:
            continue
        if name == "NOT":
            parts.append(f"NOT coalesce({inside(value, f'{at}.NOT')}, false)")
        elif name in {"AND", "OR"}:
            several = [inside(item, f"{at}.{name}") for item in value]
            if name == "OR" and not several:
                raise _bad(f"{at}.OR", "OR has no conditions.", "at least one condition", "Give one, or leave OR out.")
            parts.append(f"({f' {name} '.join(several)})" if several else "true")
        else:
            parts.append(one(name, value))
    return " AND ".join(parts) if parts else "true"


def _quantified(scope: Scope, side: Side, node: str, given: Mapping[str, Any], at: str) -> str:
    parts = []
    for name, value in given.items():
        if value is None:
            continue
        link, other = scope.name("l"), scope.name("m")
        with scope.nested(at):
            inner = side_filter(scope, side, link, other, value, f"{at}.{name}")
        holds = scope.holds(link, other)
        start = f"MATCH {side.pattern(node, link, other)} WHERE {holds}"
        parts.append(
            {
                "some": f"EXISTS {{ {start} AND {inner} }}",
                "none": f"NOT EXISTS {{ {start} AND {inner} }}",
                "all": f"NOT EXISTS {{ {start} AND NOT coalesce({inner}, false) }}",
                "single": f"COUNT {{ {start} AND {inner} }} = 1",
            }[name]
        )
    return " AND ".join(parts) if parts else "true"


def _conditions(scope: Scope, prop: PropType, value: str, given: Mapping[str, Any], at: str) -> str:
    parts = [_condition(scope, prop, value, name, leaf, f"{at}.{name}") for name, leaf in given.items()]
    return " AND ".join(parts) if parts else "true"


def _condition(scope: Scope, prop: PropType, value: str, name: str, leaf: Leaf | None, at: str) -> str:
    scope.condition(at)
    if leaf is None:
        raise _bad(at, f"{at} is null.", "a value", "Ask for missing values with isNull.")
    if name in {"isNull", "isEmpty"}:
        absent = f"coalesce(size({value}), 0) = 0" if name == "isEmpty" else f"{value} IS NULL"
        return absent if leaf.value else f"NOT {absent}" if name == "isEmpty" else f"{value} IS NOT NULL"
    if name in {"in", "notIn"} and not leaf.value:
        raise _bad(at, f"{at} is empty.", "at least one value", "Give one, or leave the condition out.")
    parameter = scope.parameter(leaf, lambda given: _finite(given, at))
    if prop.many:
        return f"any(x IN {value} WHERE toLower(x) = toLower({parameter}))"
    if name in _TEXT:
        return f"toLower({value}) {_TEXT[name]} toLower({parameter})"
    return f"NOT {value} IN {parameter}" if name == "notIn" else f"{value} {_SIMPLE[name]} {parameter}"


def _finite(value: Any, at: str) -> Any:
    """The value, or the list. graphql-core takes 1e999 for a Float, and for no value or an infinite one later."""
    for one in value if isinstance(value, list) else (value,):
        if one is Undefined or (isinstance(one, float) and not math.isfinite(one)):
            raise _bad(at, f"{at} is not finite.", "a finite number", "Give a number of at most 1.7e308.")
    return value


def _bad(argument: str, message: str, rule: str, hint: str) -> BadInput:
    return BadInput(message, argument=argument, rule=rule, hint=hint)
