"""Documents parsed and checked once: the same text again costs a look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graphql import DocumentNode, GraphQLError, parse, specified_rules, validate

from api.schema import schema

__all__ = ["Checked", "checked"]

_TOKENS = 20_000
_LONGEST = 32_768
"""characters of a text that is kept"""


@dataclass(frozen=True)
class Checked:
    """A document, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]


def checked(text: str) -> Checked:
    """The document of `text`."""
    return _kept(text) if len(text) <= _LONGEST else _check(text)


def _check(text: str) -> Checked:
    try:
        document = parse(text, max_tokens=_TOKENS)
    except GraphQLError as error:
        return Checked(None, (error,))
    return Checked(document, tuple(validate(schema()._schema, document, specified_rules)))


_kept = lru_cache(maxsize=256)(_check)
