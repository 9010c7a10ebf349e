"""A server that is away or silent: each call ends in time with an error of ours."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from kb import db
from kb.db import Database
from kb.engine import Engine
from kb.engine.deadline import within
from kb.engine.drivers import translate
from kb.errors import NoSpace, Timeout, Unavailable


def base_at(uri: str) -> Database:
    return Database(Engine(uri, None, "neo4j", "p", database="neo4j"))


@pytest.fixture
def silent() -> Iterator[Database]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server, base_at(f"bolt://127.0.0.1:{port(server)}") as base:
        yield base


@pytest.fixture(params=["bolt", "neo4j"])
def away(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Nobody listens, under either kind of address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with base_at(f"{request.param}://127.0.0.1:{port(bound)}") as base:
            yield base


def port(server: socket.socket) -> int:
    number: int = server.getsockname()[1]
    return number


def asynchronous(base: Database) -> Callable[[], object]:
    async def ask() -> object:
        await base.aopen()
        try:
            return await base.arows("RETURN 1")
        finally:
            await base.aclose()

    return lambda: asyncio.run(ask())


def calls(base: Database) -> list[Callable[[], object]]:
    return [lambda: base.rows("RETURN 1"), lambda: base.change("CREATE ()"), asynchronous(base)]


@pytest.mark.parametrize("number", range(3))
def test_silence_ends_in_time(silent: Database, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    for name in ("READ_SECONDS", "ANSWER_SECONDS", "WRITE_SECONDS", "SPARE_SECONDS"):
        monkeypatch.setattr(db, name, 0.2)
    begun = time.monotonic()
    with pytest.raises(Timeout, match="did not answer in time"):
        calls(silent)[number]()
    assert time.monotonic() - begun < 5.0


@pytest.mark.parametrize("number", [0, 2])
def test_a_read_of_a_server_that_is_away_is_refused_at_once(away: Database, number: int) -> None:
    begun = time.monotonic()
    with pytest.raises(Unavailable, match="cannot be reached"):
        calls(away)[number]()
    assert time.monotonic() - begun < 5.0


def test_a_silence_with_a_full_disk_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine("bolt://x", None, "neo4j", "p")
    assert type(translate(TimeoutError(), engine)) is Timeout
    monkeypatch.setattr(Engine, "is_full", lambda self: True)
    assert type(translate(TimeoutError(), engine)) is NoSpace


def test_within_gives_raises_and_ends() -> None:
    assert within(5.0, os.getpid) == os.getpid()
    with pytest.raises(ZeroDivisionError):
        within(5.0, lambda: 1 / 0)
    with pytest.raises(TimeoutError):
        within(0.05, lambda: time.sleep(1.0))
