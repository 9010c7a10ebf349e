"""What the service writes to its log when something fails, under the server that runs it."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api import logs
from api.masking import Masking


async def fails(request: Request) -> Response:
    raise RuntimeError("nobody foresaw this")


async def fails_late(request: Request) -> Response:
    async def parts() -> Any:
        yield b"begun"
        raise RuntimeError("too late for an answer")

    return StreamingResponse(parts())


@contextmanager
def served() -> Iterator[str]:
    """These two behind the layers of the service; the address."""
    app = Starlette(
        routes=[Route("/fails", fails), Route("/late", fails_late)],
        middleware=[Middleware(logs.RequestLog), Middleware(Masking)],
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def fresh() -> Iterator[None]:
    """Handlers that write to the standard error of this test."""
    loggers = [logging.getLogger(name) for name in ("supplymesh", "kb", "uvicorn.error", "asyncio")]
    before = [list(logger.handlers) for logger in loggers]
    for logger in loggers:
        logger.handlers.clear()
    yield
    for logger, handlers in zip(loggers, before, strict=True):
        logger.handlers[:] = handlers


@pytest.mark.usefixtures("fresh")
def test_a_fault_nobody_foresaw_is_one_json_line_under_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    with served() as address:
        answer = httpx.get(f"{address}/fails")

    error = answer.json()["errors"][0]
    assert (answer.status_code, error["extensions"]["code"]) == (500, "INTERNAL")
    assert "foresaw" not in answer.text
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    traced = [line for line in lines if "nobody foresaw this" in line.get("trace", "")]
    assert [line["message"] for line in traced] == [f"error {error['extensions']['id']}"]
    assert [line["status"] for line in lines if "path" in line] == [500]


@pytest.mark.usefixtures("fresh")
def test_what_the_server_says_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    with served() as address, suppress(httpx.RemoteProtocolError):
        httpx.get(f"{address}/late")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines if "too late for an answer" in line.get("trace", "")] == ["ERROR"]
