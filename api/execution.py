"""One GraphQL request from its text to the response."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

from graphql import ExecutionResult, FragmentDefinitionNode, GraphQLError, execute, get_operation_ast
from graphql.execution.values import VariableValues, get_variable_values

from api.compiler.cursors import Cursors
from api.cost import check, measured
from api.documents import Checked
from api.errors import explained, formatted
from api.graph import Graph
from api.operations import misnamed
from api.persisted import Asked
from api.roots import Base, Context
from api.schema import schema
from api.shaping import ShapedExecutor
from kb.errors import LimitExceeded

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
    try:
        cost = _cost(asked, document)
    except LimitExceeded as error:
        return {"data": None, "errors": [explained(error)]}
    result = await _executed(asked, document, base)
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = _formatted(result.errors, document)
    if cost is not None:
        told["extensions"] = {"cost": cost}
    return told


def _cost(asked: Asked, document: Checked) -> int | None:
    """What the operation costs, which is not too much; None where its variables are at fault."""
    assert document.document is not None
    operation = get_operation_ast(document.document, asked.operation)
    assert operation is not None
    variables = get_variable_values(schema(), operation.variable_definitions or (), asked.variables, max_errors=1)
    if not isinstance(variables, VariableValues):
        return None
    definitions = document.document.definitions
    fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    found = measured(document.costs, schema(), fragments, operation, variables.coerced)
    check(found)
    return found


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
        formatted(error, schema(), document.document if number < _SOUGHT else None, document.introspection)
        for number, error in enumerate(found)
    ]
