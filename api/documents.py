"""Documents parsed and checked once: the same text again costs a look-up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    ValueNode,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.validate import ValidationAbortedError

from api.limits import CHARACTERS, TOKENS, beyond, exceeded
from api.schema import schema
from kb.errors import Forbidden

__all__ = ["Checked", "check", "checked"]

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


class _Hidden(ASTValidationRule):
    """Refuses what asks for the schema."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Check a field."""
        if node.name.value in {"__schema", "__type"}:
            hint = "The operator can switch it on with KB_INTROSPECTION=1."
            hidden = Forbidden("The schema is not told here.", argument="query", rule="no introspection", hint=hint)
            self.report_error(GraphQLError(str(hidden.args[0]), node, original_error=hidden))


_RULES = tuple(_Located if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules)
_CLOSED = (*_RULES, _Hidden)


@dataclass(frozen=True)
class Checked:
    """A document, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    introspection: bool = True
    """whether its errors may name what is near in the schema"""
    plans: dict[Any, Any] = field(default_factory=dict)
    """what was compiled of it"""
    costs: dict[Any, Any] = field(default_factory=dict)
    """what its operations cost"""


def checked(text: str, introspection: bool = True) -> Checked:
    """The document of `text`; without `introspection` neither it nor its errors may tell the schema."""
    return (_kept if len(text) <= _LONGEST else check)(text, introspection)


def check(text: str, introspection: bool) -> Checked:
    """The same, and not kept."""
    if len(text) > CHARACTERS:
        message, rule = "The document is too long.", f"at most {CHARACTERS:,} characters"
        hint = "Send a shorter document, or several."
        return Checked(None, (exceeded(GraphQLError(message), message, rule, hint),), introspection)
    try:
        document = parse(text, max_tokens=TOKENS)
    except GraphQLError as error:
        return Checked(None, (_parsing(error),), introspection)
    if (refused := beyond(document)) is not None:
        return Checked(document, (refused,), introspection)
    rules = _RULES if introspection else _CLOSED
    found = validate(schema(), document, rules, max_errors=_ERRORS, hide_suggestions=not introspection)
    return Checked(document, tuple(map(_validating, found)), introspection)


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


_kept = lru_cache(maxsize=128)(check)
