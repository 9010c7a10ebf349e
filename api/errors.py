"""The one table from errors to what a client reads: code, argument, rule, hint, id.

An error of ours keeps its words. One that graphql-core raises before or beside our code is bad input. Everything else
is a fault of ours: the client gets an id, the log the id and the traceback.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema

from api.faults import fault
from api.scalars import Malformed
from kb.errors import BadInput, Internal, KbError

__all__ = ["STATUS", "explained", "formatted"]

log = logging.getLogger("supplymesh.api")

_TOLD = 1_000
"""characters of a message, which may repeat what the client sent"""

STATUS = {
    "BAD_INPUT": 400,
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "LIMIT_EXCEEDED": 413,
    "TIMEOUT": 504,
    "UNAVAILABLE": 503,
    "INTERNAL": 500,
}
"""code -> status of a request that fails as a whole"""


def formatted(
    error: GraphQLError, schema: GraphQLSchema, document: DocumentNode | None, introspection: bool = True
) -> dict[str, Any]:
    """The error as the response has it; without `introspection` it does not list what the schema knows."""
    cause = _cause(error)
    told = explained(_bad_input(error, schema, document, introspection) if cause is None else cause)
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        told["path"] = list(error.path)
    return told


def explained(error: BaseException) -> dict[str, Any]:
    """Message and extensions of an error; one that is not ours to show is logged and gets an id instead."""
    if not isinstance(error, KbError) or isinstance(error, Internal):
        return _masked(error)
    named = {"argument": error.argument, "rule": error.rule, "hint": error.hint or None}
    extensions = {"code": error.code} | {name: value for name, value in named.items() if value is not None}
    return {"message": str(error.args[0]).strip()[:_TOLD], "extensions": extensions}


def _masked(error: BaseException) -> dict[str, Any]:
    identifier = uuid.uuid4().hex[:12]
    log.error("error %s", identifier, exc_info=error)
    extensions = {"code": Internal.code, "id": identifier, "hint": "The log has the details under this id."}
    return {"message": "The service failed on this.", "extensions": extensions}


def _cause(error: GraphQLError) -> BaseException | None:
    """What raised it; None where that was graphql-core itself, or a scalar that refuses a value."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return None if isinstance(cause, Malformed) else cause


def _bad_input(
    error: GraphQLError, schema: GraphQLSchema, document: DocumentNode | None, introspection: bool
) -> BadInput:
    found = fault(schema, document, error)
    if found is not None:
        rule = found.rule if introspection or not found.rule.startswith("one of ") else "a value of its type"
        return BadInput(error.message, argument=found.argument, rule=rule, hint=found.hint)
    hint = "GraphiQL, at this address unless it is switched off, shows the schema and completes what is typed."
    return BadInput(error.message, rule="a GraphQL document that fits the schema", hint=hint)
