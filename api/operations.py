"""Which of a document's operations is meant."""

from __future__ import annotations

from graphql import DocumentNode, OperationDefinitionNode

from kb.errors import BadInput

__all__ = ["misnamed"]

_TOLD = 400
"""characters of what a client sent that a message repeats"""


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
