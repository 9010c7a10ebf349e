"""The log: one line a request, text or JSON, on standard error."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["RequestLog", "configure"]

log = logging.getLogger("supplymesh.api.requests")


_LOGGERS = ("supplymesh", "kb", "uvicorn.error", "asyncio")
"""whose lines are ours to form; the last three only warn, unless somebody says otherwise"""


def configure(form: str) -> None:
    """Send the log of the package, and of the server that runs it, to standard error, as `text` or `json`.

    Calling it again changes the form.
    """
    logging.getLogger("supplymesh").setLevel(logging.INFO)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        ours = [handler for handler in logger.handlers if isinstance(handler, _Handler)]
        handler = ours[0] if ours else _Handler()
        handler.setFormatter(_Json() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        if not ours:
            logger.addHandler(handler)
    # where uvicorn has set up a log of its own, its lines would come a second time, as text
    logging.getLogger("uvicorn.error").propagate = False


class RequestLog:
    """Writes a line for each request when its response has been sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and time it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            milliseconds = (time.perf_counter() - begun) * 1000
            path = scope["path"] if scope["path"].isprintable() else repr(scope["path"])
            facts = {"method": scope["method"], "path": path, "status": status, "ms": round(milliseconds, 1)}
            log.info("%(method)s %(path)s %(status)d %(ms).1f ms", facts, extra={"facts": facts})


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error, recognisable as ours."""


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()
