"""What is wrong with a document's operations before one of them is executed: too wide, or none of the asked name."""

from __future__ import annotations

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
)

from kb.errors import BadInput, LimitExceeded

__all__ = ["exceeded", "misnamed", "too_wide"]

_WIDEST = 50
"""root fields of an operation: each is a question to the database"""
_TOLD = 400
"""characters of what a client sent that a message repeats"""


def exceeded(error: GraphQLError, message: str, rule: str, hint: str) -> GraphQLError:
    """The refusal of a document that goes beyond a limit, at the place of `error`."""
    limit = LimitExceeded(message, argument="query", rule=rule, hint=hint)
    return GraphQLError(message, error.nodes, error.source, error.positions, original_error=limit)


def too_wide(document: DocumentNode) -> GraphQLError | None:
    """The refusal of a document one of whose operations asks for too many root fields; None where none does."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode) and _width(operation, fragments) > _WIDEST:
            rule = f"at most {_WIDEST} root fields in an operation, fragments and aliases included"
            here = GraphQLError("Too wide.", operation)
            return exceeded(here, "An operation has too many root fields.", rule, "Ask in several requests.")
    return None


def _width(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> int:
    """How many root fields it writes out; a fragment counts once, as it is executed once."""
    ahead: list[SelectionNode] = list(operation.selection_set.selections)
    width, seen = 0, set()
    while ahead:
        selection = ahead.pop()
        if isinstance(selection, FieldNode):
            width += 1
        elif isinstance(selection, InlineFragmentNode):
            ahead += selection.selection_set.selections
        elif isinstance(selection, FragmentSpreadNode) and (name := selection.name.value) not in seen:
            seen.add(name)
            ahead += fragments[name].selection_set.selections if name in fragments else ()
    return width


def misnamed(document: DocumentNode, name: str | None) -> BadInput | None:
    """The refusal of a name that no operation has, or of none where there are several; None where one is meant."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    names = [one.name.value for one in operations if one.name]
    if not operations or name in names or (name is None and len(operations) == 1):
        return None
    message = (
        "The document has several operations; operationName says which is meant."
        if name is None
        else f"There is no operation {name[:80]!r}."
    )
    if not names:
        hint = "Leave operationName out: the operation has no name."
        return BadInput(message, argument="operationName", rule="none", hint=hint)
    listed = ", ".join(names)
    rule = f"one of {listed if len(listed) <= _TOLD else listed[:_TOLD] + '…'}"
    return BadInput(message, argument="operationName", rule=rule, hint="Name one of the document's operations.")
