"""`kb serve`: GraphQL, GraphiQL and Neo4j, until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import click
import uvicorn

from kb.cli.trying import trial
from kb.db import Database
from kb.errors import PortTaken
from kb.load.opening import open_base
from kb.settings import Settings

__all__ = ["serve"]

_ALLOCATED = 100_000
"""objects that must be new before Python looks for cycles: an answer of 10,000 rows has fewer"""


@click.command(short_help="Start Neo4j and the service, until Ctrl-C.")
@click.option("--host", help="Address to listen on (KB_HOST, 127.0.0.1); another one needs KB_TOKEN.")
@click.option("--port", type=int, help="Port to listen on (KB_PORT, 8000).")
@click.pass_obj
def serve(settings: Any, /, **options: Any) -> None:
    """Start Neo4j, load the starter pack the first time, and serve GraphQL until Ctrl-C."""
    chosen: Settings = settings(**options)
    # half of what this command takes to start by itself; Neo4j takes longer
    threading.Thread(target=importlib.import_module, args=("api.app",), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # at any time: it is how this command ends
        _serve(chosen)
    click.echo("Stopped.")


def _serve(settings: Settings) -> None:
    if settings.documents is not None:  # what is wrong with them is told before Neo4j is started
        from api.persisted import Documents

        Documents.read(settings)
    with _listen(settings) as listening, open_base(settings) as base:
        from api.app import create_app

        config = uvicorn.Config(
            create_app(settings, base),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            server_header=False,
        )
        _Server(config, lambda: _announce(settings, listening, base)).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells when it answers; Ctrl-C ends it without a traceback."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.should_exit:
            _spare_the_collector()
            await self._started()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            super().run(sockets=sockets)


def _spare_the_collector() -> None:
    """Let Python's collector of cycles leave alone what lives as long as the process, and look at the rest less often.

    It would go through the whole schema several times while one answer of 10,000 rows is built, in which it finds
    nothing: three times the time of the answer itself, and 0.2 s now and then for whoever comes next.
    """
    from api.schema import schema

    schema()  # the first request would make it
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATED, 20, 20)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(f"Port {settings.port} of {settings.host} is in use or not allowed.") from error
        raise PortTaken(f"{settings.host} is no address of this machine.", hint="Set KB_HOST.") from error
    return listening


async def _announce(settings: Settings, listening: socket.socket, base: Database) -> None:
    engine = base.engine
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    what = "GraphQL, with GraphiQL:" if settings.graphiql else "GraphQL:"
    lines = [f"{what:24} http://{host}:{listening.getsockname()[1]}/graphql"]
    if engine.http_url:
        lines.append(
            f"Neo4j Browser:           {engine.http_url}   user {engine.user}, password in {engine.password_file}"
        )
    else:
        lines.append(f"Neo4j:                   {engine.uri}   user {engine.user}")
    if command := await trial(base):
        lines.append(f"Try:                     {command}")
    click.echo("\n" + "\n".join([*lines, "Ctrl-C ends everything."]) + "\n")
