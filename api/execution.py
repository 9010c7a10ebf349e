"""One GraphQL request from its text to the response."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    execute,
    get_operation_ast,
)
from graphql.execution.values import VariableValues, get_variable_values

from api.compiler.cursors import Cursors
from api.compiler.plan import ENTITY_FIELDS
from api.cost import check, measured
from api.documents import Checked
from api.errors import explained, formatted
from api.graph import Graph
from api.operations import misnamed
from api.persisted import Asked
from api.roots import Base, Context
from api.schema import schema
from api.selection import Request
from api.shaping import ShapedExecutor
from kb.errors import KbError, LimitExceeded

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
    operation = get_operation_ast(document.document, asked.operation)
    assert operation is not None
    request = _request(document.document, operation, asked.variables)
    try:
        cost = None if request is None else _cost(document, request, operation)
    except LimitExceeded as error:
        return {"data": None, "errors": [explained(error)]}
    graph = Graph(base, Cursors(base.secret), document.plans)
    plain = None if request is None else await _plain(request, operation, graph)
    result = ExecutionResult(plain) if plain is not None else await _executed(asked, document, Context(base, graph))
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = _formatted(result.errors, document)
    if cost is not None:
        told["extensions"] = {"cost": cost}
    return told


def _request(document: DocumentNode, operation: OperationDefinitionNode, given: dict[str, Any]) -> Request | None:
    """What the operation's selections are read against; None where its variables are at fault."""
    variables = get_variable_values(schema(), operation.variable_definitions or (), given, max_errors=1)
    if not isinstance(variables, VariableValues):
        return None
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    return Request(schema(), fragments, variables.coerced)


def _cost(document: Checked, request: Request, operation: OperationDefinitionNode) -> int:
    """What the operation costs, which is not too much."""
    found = measured(document.costs, request.schema, request.fragments, operation, request.variables)
    check(found)
    return found


async def _plain(request: Request, operation: Any, graph: Graph) -> dict[str, Any] | None:
    """The data of an operation of entity fields only; None where there are others, or anything is wrong.

    Then graphql-core executes it, and says of each field what is wrong; nothing is read twice. To leave it out
    where all is well saves a third of the processor time of a small request. What it would still find wrong in the
    arguments of a valid document is a variable that is null where that may not stand.
    """
    fields = request.fields([operation], "Query")
    if any(nodes[0].name.value not in ENTITY_FIELDS for nodes in fields.values()):
        return None
    if not fields or None in request.variables.values():
        return None
    try:
        values = await graph.fields(request, operation)
    except Exception:
        return None
    return (
        None if any(isinstance(value, KbError) for value in values.values()) else {key: values[key] for key in fields}
    )


async def _executed(asked: Asked, document: Checked, context: Context) -> ExecutionResult:
    assert document.document is not None
    given: Any = execute(
        schema(),
        document.document,
        context_value=context,
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
