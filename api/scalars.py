"""Scalars beside GraphQL's own, each with the address of what specifies it."""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType
from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

__all__ = ["SCALARS", "Long", "Malformed"]

Long = NewType("Long", int)


class Malformed(ValueError):
    """A client's value is none of the scalar."""


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 2**63 - 1


def _date(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Malformed("write a day of the calendar like 2026-11-24")


def _long(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    raise Malformed("write a whole number of at most 64 bit")


SCALARS: MappingProxyType[object, ScalarDefinition] = MappingProxyType(
    {
        date: strawberry.scalar(
            name="Date",
            description="A day of the Gregorian calendar: full-date of RFC 3339, e.g. 2026-11-24.",
            specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
            serialize=date.isoformat,
            parse_value=_date,
        ),
        Long: strawberry.scalar(
            name="Long",
            description="A whole number of up to 64 bit.",
            specified_by_url="https://scalars.graphql.org/jakobmerrild/long.html",
            serialize=int,
            parse_value=_long,
        ),
    }
)
"""Python type -> scalar"""
