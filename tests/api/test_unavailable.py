"""When the database goes away requests say so, and when it is back they work again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest

from kb.db import Database
from kb.engine.engine import Engine
from tests.api.conftest import draw, serving

pytestmark = pytest.mark.anyio

QUERY = '{ node(id: "org:mizuho") { id } search(text: "foxconn") { score } }'
FOLLOWING = '{ servicesFollowing(hub: "hub:chn-guangdong-electronics") { totalCount } }'


class Line:
    """A connection to Neo4j that can be cut."""

    def __init__(self, uri: str) -> None:
        self.to = urlsplit(uri)
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        """Let it through, at the same port as before."""
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break what is open and refuse what is new."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self.to.hostname, self.to.port)
        self._open |= {writer, back}
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65_536):
                writer.write(chunk)
                await writer.drain()
        writer.transport.abort()
        self._open.discard(writer)


@asynccontextmanager
async def cuttable(engine: Engine) -> AsyncIterator[tuple[Line, Database]]:
    """The engine's base behind a line of ours."""
    line = Line(engine.uri)
    await line.mend()
    base = Database(_elsewhere(engine, uri=f"bolt://127.0.0.1:{line.port}"))
    yield line, base
    base.close()
    await line.cut()


async def test_the_database_goes_and_comes_back(whole_base: Database) -> None:
    draw(whole_base)
    async with cuttable(whole_base.engine) as (line, base), serving(base) as client:
        before = await client.ask(QUERY)
        await line.cut()
        away = await client.ask(FOLLOWING)
        unready, alive = await client.http.get("/readyz"), await client.http.get("/livez")
        await line.mend()
        after = await client.ask(QUERY)
        ready = await client.http.get("/readyz")

    assert before["data"]["node"] == {"id": "org:mizuho"}
    assert after == before
    assert away["data"] == {"servicesFollowing": None}
    [error] = away["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert error["extensions"]["hint"]
    assert str(line.port) not in str(away)
    assert (unready.status_code, alive.status_code, ready.status_code) == (503, 200, 200)
    assert unready.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_a_database_that_is_away_from_the_start(whole_base: Database) -> None:
    draw(whole_base)
    async with cuttable(whole_base.engine) as (line, base):
        await line.cut()
        async with serving(base) as client:
            away = await client.ask(FOLLOWING)
            await line.mend()
            after = await client.ask(FOLLOWING)

    assert away["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert after["data"]["servicesFollowing"]["totalCount"] == 3


async def test_a_wrong_user(whole_base: Database) -> None:
    engine = _elsewhere(whole_base.engine, user="nobody")  # the real user would be locked out for a while
    base = Database(engine)
    async with serving(base) as client:
        found = await client.ask(FOLLOWING)
    base.close()

    [error] = found["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "KB_PASSWORD" in error["extensions"]["hint"]
    assert engine.uri not in str(found)


def _elsewhere(engine: Engine, **changed: str) -> Engine:
    """The same Neo4j reached in another way; closing it stops nothing."""
    ways = {"uri": engine.uri, "user": engine.user, "password": engine.password} | changed
    return Engine(http_url=None, database=engine.database, **ways)
