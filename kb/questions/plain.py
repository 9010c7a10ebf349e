"""Answers as plain structures: GraphQL field names, nodes as ids, words as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.meta import Answer, Declared, Row, props

__all__ = ["columns", "plain"]


def plain(value: Any) -> Any:
    """`value` in dicts, lists, str, int, float, bool, None; dates as YYYY-MM-DD."""
    if isinstance(value, Declared):
        return {p.graphql_name: plain(getattr(value, p.name)) for p in props(type(value))}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def columns(answer: type[Answer]) -> tuple[str, ...]:
    """GraphQL names of the row's fields that fit a cell: structures (evidence) are left to JSON."""
    row = next(p.kind for p in props(answer) if p.name == "rows")
    return tuple(p.graphql_name for p in props(row) if not issubclass(p.kind, Row))
