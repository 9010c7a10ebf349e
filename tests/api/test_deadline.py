"""An answer that takes too long, or that nobody waits for any more, ends with its statement in the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
import uvicorn

from api import answering
from api.app import create_app
from kb.db import Database
from kb.settings import Settings
from tests.api.conftest import another, draw, serving

pytestmark = pytest.mark.anyio

SLOW = "UNWIND range(1, 100000000) AS a UNWIND range(1, 1000) AS b RETURN sum(sin(a) * b) AS slow"
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'AS ' + 'slow' RETURN count(*) AS count"
SEARCH = '{ search(text: "foxconn") { node { id } } }'
GRAPH = '{ countries { nodes { id } } country(id: "country:chn") { name } }'


class Slow(Database):
    """The same base, where a search takes minutes, and so does the graph."""

    async def arows(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, dates: bool = True
    ) -> list[dict[str, Any]]:
        if "fulltext" in text or not dates:
            await super().arows(SLOW)
        return await super().arows(text, parameters, dates=dates)

    async def settled(self, running: int, seconds: float = 20.0) -> None:
        """Wait until so many slow statements run."""
        begun = time.monotonic()
        while (await asyncio.to_thread(self.rows, RUNNING)) != [{"count": running}]:
            assert time.monotonic() - begun < seconds, f"not {running} in {seconds:g} s"
            await asyncio.sleep(0.05)


@pytest.fixture
def slow(whole_base: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """A base of which statements end by themselves in minutes only."""
    monkeypatch.setattr("kb.db.ANSWER_SECONDS", 200.0)
    monkeypatch.setattr(answering, "SECONDS", 200.0)
    draw(whole_base)
    with another(whole_base, Slow) as base:
        yield base


@pytest.mark.parametrize("query", [SEARCH, GRAPH])
async def test_an_answer_that_takes_too_long(slow: Slow, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.setattr(answering, "SECONDS", 3.0)
    async with serving(slow) as client:
        asking = asyncio.create_task(client.http.post("/graphql", json={"query": query}))
        await slow.settled(1)
        answer = await asking
        await slow.settled(0)
        after = await client.data("{ __typename }")

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (504, "TIMEOUT")
    assert error["extensions"]["rule"] == "at most 3 seconds"
    assert error["extensions"]["hint"]
    assert after == {"__typename": "Query"}


@asynccontextmanager
async def listening(base: Database) -> AsyncIterator[int]:
    """The service behind its real server; gives the port."""
    config = uvicorn.Config(create_app(Settings(starter=False), base), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def post(port: int, query: str) -> asyncio.StreamWriter:
    """A request on its way."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    body = orjson.dumps({"query": query})
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    writer.write(f"{head}\r\n\r\n".encode() + body)
    await writer.drain()
    return writer


@pytest.mark.parametrize("query", [SEARCH, GRAPH])
async def test_a_client_that_goes_away(slow: Slow, caplog: pytest.LogCaptureFixture, query: str) -> None:
    caplog.set_level("INFO", "supplymesh")
    async with listening(slow) as port:
        writers = [await post(port, query) for _ in range(3)]
        await slow.settled(3)
        for writer in writers[:2]:
            writer.close()
        await slow.settled(1)
        writers[2].transport.abort()
        await slow.settled(0)

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("supplymesh")]
    assert [line.rpartition(" ")[0].rpartition(" ")[0] for line in lines] == ["POST /graphql 499"] * 3


async def test_an_answer_in_time_leaves_nothing_behind(slow: Slow) -> None:
    before = asyncio.all_tasks()
    async with serving(slow) as client:
        for _ in range(3):
            assert await client.data("{ __typename }") == {"__typename": "Query"}
    await asyncio.sleep(0)

    assert asyncio.all_tasks() <= before
