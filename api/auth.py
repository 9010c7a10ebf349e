"""Who may call: a bearer token where one is set, and only addresses of this machine where it is for this machine."""

from __future__ import annotations

import hmac
import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.responses import refusal
from kb.errors import Forbidden, Unauthenticated
from kb.settings import LOOPBACK, Settings

__all__ = ["HostCheck", "check_token"]

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::\d+)?")


def check_token(request: Request, token: str | None) -> None:
    """Raises Unauthenticated unless the request carries the token; the time it takes tells nothing of it."""
    if token is None:
        return
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode(), token.encode())
    if kind.lower() != "bearer" or not right:
        raise Unauthenticated("The bearer token is missing or wrong.")


class HostCheck:
    """Refuses requests that name another host: a page elsewhere could reach a loopback service by such a name."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.known = LOOPBACK | {settings.host.lower()} if settings.host in LOOPBACK else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and self.known is not None and _name(scope) not in self.known:
            hint = "Call it by 127.0.0.1 or localhost, or let it listen on another address with KB_HOST."
            answer = refusal(Forbidden("The service is for this machine only.", argument="Host", hint=hint))
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _name(scope: Scope) -> str:
    """The host without its port, without brackets; empty where the header is malformed, or there is not just one."""
    given = Headers(scope=scope).getlist("host")
    found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    return found[1].strip("[]").lower() if found else ""
