"""A fault of ours: the client gets an id, the log the id and the traceback, once."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.responses import refusal
from kb.errors import Internal

__all__ = ["Masking"]


class Masking:
    """Answers for whatever nobody foresaw. As a handler of Exception it would be raised, and logged, once more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a fault after the response has begun can only cut the connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except ClientDisconnect:  # nobody is left to read an answer; the line of the request says 499
            if not begun:
                await Response(status_code=499)(scope, receive, noted)
        except Exception as error:
            if begun:
                raise
            masked = Internal("The service failed on this.")
            masked.__cause__ = error
            await refusal(masked)(scope, receive, send)
