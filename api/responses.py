"""JSON by orjson, and refusals in the form of GraphQL errors."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from api.errors import STATUS, explained
from kb.errors import KbError

__all__ = ["json", "refusal"]


def json(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """A JSON response."""
    return Response(orjson.dumps(content), status, media_type=media_type)


def refusal(error: KbError, status: int | None = None) -> Response:
    """The response to a request that is refused as a whole."""
    told = explained(error)
    answer = json({"data": None, "errors": [told]}, status or STATUS[error.code])
    if error.code == "UNAUTHENTICATED":
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
