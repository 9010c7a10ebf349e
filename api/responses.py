"""JSON by orjson, and refusals in the form of GraphQL errors."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from api.errors import STATUS, explained
from kb.errors import KbError

__all__ = ["answered", "json", "refusal"]

_GRAPHQL_JSON = "application/graphql-response+json"


def json(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """A JSON response."""
    return Response(orjson.dumps(content), status, media_type=media_type)


def answered(answer: dict[str, Any], accepted: str) -> Response:
    """The response to a GraphQL request, in the media type that the client accepts."""
    if _GRAPHQL_JSON not in accepted:
        return json(answer)
    if answer["data"] is None and "path" not in answer["errors"][0]:  # nothing was executed
        status = STATUS[answer["errors"][0]["extensions"]["code"]]
        return json({name: value for name, value in answer.items() if name != "data"}, status, _GRAPHQL_JSON)
    return json(answer, media_type=_GRAPHQL_JSON)


def refusal(error: KbError, status: int | None = None, accepted: str = "") -> Response:
    """The response to a request that is refused as a whole."""
    told, found = [explained(error)], status or STATUS[error.code]
    strict = _GRAPHQL_JSON in accepted
    answer = json({"errors": told}, found, _GRAPHQL_JSON) if strict else json({"data": None, "errors": told}, found)
    if error.code == "UNAUTHENTICATED":
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
