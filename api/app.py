"""The service: `create_app` makes it, its lifespan owns the connection to the knowledge base."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api import logs
from api.answering import in_time
from api.auth import HostCheck, check_token
from api.execution import respond
from api.masking import Masking
from api.page import WEB, WebFiles, page
from api.persisted import Documents
from api.requests import read_address, read_body, read_request
from api.responses import answered, json, refusal
from kb.db import Database
from kb.errors import BadInput, KbError, NotFound, Unavailable
from kb.load.opening import open_base
from kb.settings import Settings

__all__ = ["create_app"]

_PATIENCE = 5.0
"""seconds within which a database that is ready answers"""


def create_app(settings: Settings | None = None, base: Database | None = None) -> Starlette:
    """The ASGI application; without `settings` they are read from the environment.

    Its lifespan opens the knowledge base (or uses `base`, and then leaves it open) and closes it at the end.
    """
    chosen = settings if settings is not None else Settings.read(os.environ)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        logs.configure(chosen.log)
        opened = base if base is not None else await asyncio.to_thread(open_base, chosen)
        try:
            await opened.aopen()
            app.state.base = opened
            with suppress(KbError):  # fills the pool; a base that is away now may be back at the first request
                await opened.aread("reads/nodes", ids=[])
            async with _rehearsing(opened):
                yield
        finally:
            await opened.aclose()
            if base is None:
                await asyncio.to_thread(opened.close)

    app = Starlette(
        routes=_routes(chosen),
        middleware=_middleware(chosen),
        exception_handlers={KbError: _refused, HTTPException: _plain},
        lifespan=lifespan,
    )
    app.state.service = _Service(chosen.token, chosen.graphiql, chosen.get, Documents.read(chosen))
    return app


def _routes(settings: Settings) -> list[BaseRoute]:
    pages: list[BaseRoute] = [
        Route("/", lambda request: RedirectResponse("/graphql"), methods=["GET"]),
        Mount("/static", WebFiles(directory=WEB)),
    ]
    return [
        Route("/graphql", _graphql, methods=["GET", "POST"]),
        Route("/livez", _livez, methods=["GET"]),
        Route("/readyz", _readyz, methods=["GET"]),
        *(pages if settings.graphiql else []),
    ]


@asynccontextmanager
async def _rehearsing(base: Database) -> AsyncIterator[None]:
    """Plan the questions' statements meanwhile; at the end nothing reads any more, so the driver can close."""
    task = asyncio.create_task(_rehearse(base))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _rehearse(base: Database) -> None:
    with suppress(KbError):
        await base.rehearse()


def _middleware(settings: Settings) -> list[Middleware]:
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )
    return [
        Middleware(logs.RequestLog),
        *([cors] if settings.cors_origins else []),
        Middleware(Masking),
        Middleware(HostCheck, settings=settings),
    ]


@dataclass(frozen=True)
class _Service:
    """What the settings say about requests."""

    token: str | None
    page: bool
    get: bool
    documents: Documents

    def wants_page(self, request: Request) -> bool:
        """Whether it is a browser that comes for GraphiQL."""
        return self.page and request.method == "GET" and "text/html" in request.headers.get("accept", "")


async def _graphql(request: Request) -> Response:
    service: _Service = request.app.state.service
    if service.wants_page(request):
        return page()
    if request.method != "POST" and not (service.get and request.method == "GET"):
        return _not_allowed(service)
    check_token(request, service.token)
    if request.method == "GET":
        sent = read_address(request.scope["query_string"])
    elif _media_type(request) == "application/json":
        sent = read_request(await read_body(request))
    else:
        hint = "Send Content-Type: application/json."
        return refusal(BadInput("The body must be JSON.", argument="Content-Type", hint=hint), 415)
    asked = service.documents.asked(sent)
    async with in_time(request):
        answer = await respond(asked, request.app.state.base)
    response = answered(answer, request.headers.get("accept", ""))
    if request.method == "GET":  # no cache may keep it, nor give it to who accepts something else
        response.headers.update({"Cache-Control": "no-store", "Vary": "Accept"})
    return response


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _not_allowed(service: _Service) -> Response:
    hint = "Send the query as the JSON body of a POST."
    error = BadInput(
        f"Only {'GET and POST are' if service.get else 'POST is'} answered here.", argument="method", hint=hint
    )
    answer = refusal(error, 405)
    answer.headers["Allow"] = "GET, POST" if service.get else "POST"
    return answer


async def _livez(request: Request) -> Response:
    return json({"status": "ok"})


async def _readyz(request: Request) -> Response:
    try:
        async with asyncio.timeout(_PATIENCE):
            await request.app.state.base.aread("reads/nodes", ids=[])
    except TimeoutError:
        return refusal(Unavailable("The database does not answer."))
    except KbError as error:
        return refusal(error, 503)
    return json({"status": "ok"})


async def _refused(request: Request, error: Any) -> Response:
    return refusal(error, accepted=request.headers.get("accept", ""))


async def _plain(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        return refusal(NotFound("There is nothing at this address.", hint="GraphQL is at /graphql."))
    answer = refusal(BadInput(error.detail, hint="Use another method.", argument="method"), error.status_code)
    answer.headers.update(error.headers or {})
    return answer
