"""Answers as plain structures: GraphQL field names, nodes as ids, words as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.meta import Answer, Declared, PropType, Row, props

__all__ = ["cells", "plain"]


def plain(value: Any) -> Any:
    """`value` in dicts, lists, str, int, float, bool, None; dates as YYYY-MM-DD."""
    if isinstance(value, Declared):
        return {p.graphql_name: plain(getattr(value, p.name)) for p in props(type(value))}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def cells(answer: type[Answer]) -> tuple[PropType, ...]:
    """The row's fields that fit a cell: structures (evidence) are left to JSON."""
    row = next(p.kind for p in props(answer) if p.name == "rows")
    return tuple(p for p in props(row) if not issubclass(p.kind, Row))
