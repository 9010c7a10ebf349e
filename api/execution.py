"""One GraphQL request from its text to the response."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

from graphql import ExecutionResult, GraphQLError, execute

from api.compiler.cursors import Cursors
from api.documents import Checked
from api.errors import explained, formatted
from api.graph import Graph
from api.operations import misnamed
from api.persisted import Asked
from api.roots import Base, Context
from api.schema import schema
from api.shaping import ShapedExecutor

__all__ = ["respond"]

_SOUGHT = 10
"""errors whose argument is looked for, each time in the whole document"""


async def respond(asked: Asked, base: Base) -> dict[str, Any]:
    """`data` (null where nothing was executed) and `errors`, as plain values for orjson."""
    document = asked.document
    if document.errors:
        return {"data": None, "errors": _formatted(document.errors, document)}
    assert document.document is not None
    if (wrong := misnamed(document.document, asked.operation)) is not None:
        return {"data": None, "errors": [explained(wrong)]}
    result = await _executed(asked, document, base)
    if result.errors:
        return {"data": result.data, "errors": _formatted(result.errors, document)}
    return {"data": result.data}


async def _executed(asked: Asked, document: Checked, base: Base) -> ExecutionResult:
    assert document.document is not None
    given: Any = execute(
        schema(),
        document.document,
        context_value=Context(base, Graph(base, Cursors(base.secret), document.plans)),
        variable_values=asked.variables,
        operation_name=asked.operation,
        executor_class=ShapedExecutor,
        hide_suggestions=not document.introspection,
    )
    result: ExecutionResult = await given if isawaitable(given) else given
    return result


def _formatted(errors: Any, document: Checked) -> list[dict[str, Any]]:
    found: list[GraphQLError] = list(errors)
    return [
        formatted(error, schema(), document.document if number < _SOUGHT else None)
        for number, error in enumerate(found)
    ]
