"""What a client sent, from the body of a POST or the address of a GET, or the reason why it is no request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from api.limits import check_variables
from kb.errors import BadInput, LimitExceeded

__all__ = ["LARGEST", "LONGEST", "Sent", "read_address", "read_body", "read_request"]

LARGEST = 1_000_000
"""bytes of a body"""
LONGEST = 16_384
"""bytes of the parameters in an address"""
_PARAMETERS = ("query", "documentId", "operationName", "variables", "extensions")
_DOCUMENT_ID = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Sent:
    """What a client sent: a document, or the id of one that is kept here."""

    query: str | None
    document_id: str | None
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


def read_request(body: bytes) -> Sent:
    """The request that `body` is. Raises BadInput."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _bad("body", "The body is not JSON.", "JSON in UTF-8") from None
    if isinstance(sent, list):
        raise _bad("body", "The body is a list: several requests at once are not answered.", "a JSON object")
    if not isinstance(sent, dict):
        raise _bad("body", "The body is not a JSON object.", "a JSON object")
    return _sent(sent)


def read_address(parameters: bytes) -> Sent:
    """The request in the parameters of an address. Raises BadInput and LimitExceeded."""
    if len(parameters) > LONGEST:
        raise LimitExceeded(
            "The address is too long.",
            argument="query",
            rule=f"at most {LONGEST:,} bytes of parameters",
            hint="Send it as the JSON body of a POST.",
        )
    try:
        pairs = parse_qsl(parameters.decode("ascii"), True, errors="strict", max_num_fields=20)
    except ValueError:
        raise _bad("query", "The parameters of the address cannot be read.", "UTF-8, percent-encoded") from None
    found: dict[str, Any] = {}
    for name, text in pairs:
        if name in found and name in _PARAMETERS:
            raise _bad(name, f"{name} is given more than once.", "given once")
        found[name] = text
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _json(name, found[name])
    return _sent(found)


def _json(name: str, text: str) -> Any:
    try:
        return orjson.loads(text) if text else None
    except orjson.JSONDecodeError:
        raise _bad(name, f"The parameter {name} is not JSON.", "a JSON object") from None


def _sent(found: Mapping[str, Any]) -> Sent:
    query, identifier, operation, variables, extensions = (found.get(name) for name in _PARAMETERS)
    if variables is not None and not isinstance(variables, dict):
        raise _bad("variables", "The variables are not a JSON object.", "a JSON object")
    if extensions is not None and not isinstance(extensions, dict):
        raise _bad("extensions", "The extensions are not a JSON object.", "a JSON object")
    if operation is not None and not isinstance(operation, str):
        raise _bad("operationName", "The operation's name is not a text.", "a text")
    _check_document(query, identifier)
    check_variables(variables or {})
    return Sent(query, identifier, variables or {}, operation or None)


def _check_document(query: Any, identifier: Any) -> None:
    if identifier is None:
        if not isinstance(query, str) or not query.strip():
            raise _bad("query", "There is no query.", "a GraphQL document")
        return
    if query is not None:
        raise _bad("documentId", "There is a query and a documentId.", "one of query and documentId")
    if not isinstance(identifier, str) or not _DOCUMENT_ID.fullmatch(identifier):
        raise _bad("documentId", "The documentId is none.", "sha256: and 64 hexadecimal digits in lower case")


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
