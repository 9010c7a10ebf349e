"""The service: `create_app` makes it, its lifespan owns the connection to the knowledge base."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from api import logs
from api.auth import HostCheck, check_token
from api.execution import respond
from api.masking import Masking
from api.page import WEB, WebFiles, page
from api.requests import read_body, read_request
from api.responses import json, refusal
from kb.db import Database
from kb.errors import BadInput, KbError, NotFound, Unavailable
from kb.load.opening import open_base
from kb.settings import Settings

__all__ = ["create_app"]

_PATIENCE = 5.0
"""seconds within which a database that is ready answers"""
_GRAPHQL_JSON = "application/graphql-response+json"


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
        routes=[
            Route("/", lambda request: RedirectResponse("/graphql"), methods=["GET"]),
            Route("/graphql", _graphql, methods=["GET", "POST"]),
            Route("/livez", _livez, methods=["GET"]),
            Route("/readyz", _readyz, methods=["GET"]),
            Mount("/static", WebFiles(directory=WEB)),
        ],
        middleware=_middleware(chosen),
        exception_handlers={KbError: _refused, HTTPException: _plain},
        lifespan=lifespan,
    )
    app.state.token = chosen.token
    return app


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
    layers = [Middleware(logs.RequestLog), Middleware(Masking), Middleware(HostCheck, settings=settings)]
    if settings.cors_origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            )
        )
    return layers


async def _graphql(request: Request) -> Response:
    accepted = request.headers.get("accept", "")
    if request.method != "POST":
        return page() if request.method == "GET" and "text/html" in accepted else _not_allowed()
    check_token(request, request.app.state.token)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        hint = "Send Content-Type: application/json."
        return refusal(BadInput("The body must be JSON.", argument="Content-Type", hint=hint), 415)
    answer = await respond(read_request(await read_body(request)), request.app.state.base)
    if _GRAPHQL_JSON in accepted:
        return json(answer, 400 if answer["data"] is None and "path" not in answer["errors"][0] else 200, _GRAPHQL_JSON)
    return json(answer)


def _not_allowed() -> Response:
    hint = "Send the query as the JSON body of a POST."
    error = BadInput("Only POST is answered here.", argument="method", hint=hint)
    answer = refusal(error, 405)
    answer.headers["Allow"] = "POST"
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
    return refusal(error)


async def _plain(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        return refusal(NotFound("There is nothing at this address.", hint="GraphQL is at /graphql."))
    answer = refusal(BadInput(error.detail, hint="Use another method.", argument="method"), error.status_code)
    answer.headers.update(error.headers or {})
    return answer
