"""A GraphQL request from the body of a POST, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request

from kb.errors import BadInput, LimitExceeded

__all__ = ["LARGEST", "Asked", "read_body", "read_request"]

LARGEST = 1_000_000
"""bytes of a body"""


@dataclass(frozen=True)
class Asked:
    """What a client sent."""

    query: str
    variables: dict[str, Any]
    operation: str | None


async def read_body(request: Request) -> bytes:
    """The body. Raises LimitExceeded as soon as it is longer than 1 MB."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise _too_large()
    return bytes(body)


def read_request(body: bytes) -> Asked:
    """The request that `body` is. Raises BadInput."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _bad("body", "The body is not JSON.", "JSON in UTF-8") from None
    if not isinstance(sent, dict):
        raise _bad("body", "The body is not a JSON object.", "a JSON object")
    query, variables, operation = sent.get("query"), sent.get("variables"), sent.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise _bad("query", "There is no query.", "a GraphQL document")
    if variables is not None and not isinstance(variables, dict):
        raise _bad("variables", "The variables are not a JSON object.", "a JSON object")
    if operation is not None and not isinstance(operation, str):
        raise _bad("operationName", "The operation's name is not a text.", "a text")
    return Asked(query, variables or {}, operation or None)


def _bad(argument: str, message: str, rule: str) -> BadInput:
    hint = 'Send {"query": "…", "variables": {…}} with Content-Type: application/json.'
    return BadInput(message, argument=argument, rule=rule, hint=hint)


def _too_large() -> LimitExceeded:
    return LimitExceeded(
        "The request's body is too large.",
        argument="body",
        rule=f"at most {LARGEST:,} bytes",
        hint="Send a shorter document or fewer variables.",
    )
