"""Documents parsed and checked once: the same text again costs a look-up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, GraphQLError, ValueNode, ValuesOfCorrectTypeRule, parse, specified_rules, validate
from graphql.validation.validate import ValidationAbortedError

from api.limits import CHARACTERS, TOKENS, beyond, exceeded
from api.schema import schema
from api.shaping import Plan

__all__ = ["Checked", "checked"]

_ERRORS = 10
"""faults of a document that are told"""
_LONGEST = 8_192
"""characters of a text that is kept: a parsed one takes some hundred times its length"""


class _Located(ValuesOfCorrectTypeRule):
    """The rule on literals; where a scalar refuses one without saying where it stands, this says it."""

    _at: ValueNode | None = None

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> Any:
        """Check a literal."""
        self._at = node
        return super().is_valid_value_node(node, input_type)

    def report_error(self, error: GraphQLError) -> None:
        """Report it with its place."""
        super().report_error(error if error.locations else GraphQLError(error.message, self._at))


_RULES = [_Located if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules]


@dataclass(frozen=True)
class Checked:
    """A document, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    plans: dict[Any, Plan] = field(default_factory=dict)
    """what api.shaping has compiled of it"""


def checked(text: str) -> Checked:
    """The document of `text`."""
    return _kept(text) if len(text) <= _LONGEST else _check(text)


def _check(text: str) -> Checked:
    if len(text) > CHARACTERS:
        message, rule = "The document is too long.", f"at most {CHARACTERS:,} characters"
        return Checked(None, (exceeded(GraphQLError(message), message, rule, "Send a shorter document, or several."),))
    try:
        document = parse(text, max_tokens=TOKENS)
    except GraphQLError as error:
        return Checked(None, (_parsing(error),))
    if (refused := beyond(document)) is not None:
        return Checked(document, (refused,))
    found = validate(schema()._schema, document, _RULES, max_errors=_ERRORS)
    return Checked(document, tuple(map(_validating, found)))


def _parsing(error: GraphQLError) -> GraphQLError:
    if not error.message.endswith(" Parsing aborted."):  # it has no class of its own
        return error
    rule = f"at most {TOKENS:,} tokens, and not nested too deeply"
    return exceeded(error, error.message, rule, "Send a shorter document, or several.")


def _validating(error: GraphQLError) -> GraphQLError:
    if not isinstance(error, ValidationAbortedError):
        return error
    rule = f"at most {_ERRORS} faults, no field nested or repeated too often"
    return exceeded(error, error.message, rule, "Mend the faults that are told, or nest and repeat fields less.")


_kept = lru_cache(maxsize=128)(_check)
