"""The question over HTTP against the bare driver that runs the same statements: 50 rows with evidence.

    python bench/bench_question.py [rounds]

Both in turn, in one run. The statements and their parameters are those that the service itself runs, taken down from
one answer; the bare driver runs them in a read session and decodes what comes.
"""

from __future__ import annotations

import asyncio
import http.client
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j
import orjson
from measuring import BODY, QUESTION, Service, median, serving, tell, tell_load

from api.documents import checked
from api.execution import respond
from api.persisted import Asked
from kb.db import Database
from kb.engine import Engine, async_driver
from kb.engine.state import password_file

Statements = list[tuple[str, dict[str, Any]]]


class Noting(Database):
    """A knowledge base that takes down what it is asked."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.noted: Statements = []

    async def arows(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, dates: bool = True
    ) -> list[dict[str, Any]]:
        """The rows of a statement."""
        self.noted.append((text, dict(parameters or {})))
        return await super().arows(text, parameters, dates=dates)


async def statements(engine: Engine) -> Statements:
    """What the service asks its Neo4j for the question."""
    with Noting(engine) as base:
        await base.aopen()
        answer = await respond(Asked(checked(QUESTION), BODY["variables"], None), base)
        await base.aclose()
        rows = answer["data"]["servicesFollowing"]["rows"]
        assert len(rows) == 50
        assert all(row["evidence"] for row in rows)
        return base.noted


async def bare(driver: neo4j.AsyncDriver, asked: Statements) -> float:
    """Seconds that the driver alone takes for the statements, one after the other as the service must."""
    begun = time.perf_counter()
    for text, parameters in asked:
        async with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            result = await session.run(text, parameters)
            await result.data()
    return time.perf_counter() - begun


def over_http(connection: http.client.HTTPConnection, body: bytes) -> tuple[float, bytes]:
    """Seconds to the whole response, and the response."""
    begun = time.perf_counter()
    connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
    content = connection.getresponse().read()
    return time.perf_counter() - begun, content


async def measure(service: Service, rounds: int) -> None:
    """Both ways, in turn."""
    password = password_file(service.home).read_text(encoding="utf-8").strip()
    engine = Engine(f"bolt://127.0.0.1:{service.state.bolt}", None, "neo4j", password, database="neo4j")
    asked = await statements(engine)
    body, address = orjson.dumps(BODY), urlsplit(service.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    driver = async_driver(engine)
    ways: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + rounds // 4):
        seconds, content = over_http(connection, body)
        alone = await bare(driver, asked)
        if number >= rounds // 4:  # the first ones warm up
            ways[0].append(seconds)
            ways[1].append(alone)
    await driver.close()
    assert b'"errors"' not in content
    served, alone = map(median, ways)
    tell(f"the question over HTTP, median of {rounds}", served * 1e3, "ms")
    tell(f"the bare driver, {len(asked)} statements, median", alone * 1e3, "ms")
    tell("over HTTP / bare driver", served / alone, most=2.0)
    tell("over HTTP / bare driver, what was aimed at", served / alone, most=1.3)
    tell("quickest over HTTP / quickest bare", min(ways[0]) / min(ways[1]))
    tell("response", len(content) / 1e3, "kB")


def main() -> None:
    """Measure on the starter pack."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder, serving(Path(folder) / "home") as service:
        service.ask()
        tell_load()
        asyncio.run(measure(service, rounds))


if __name__ == "__main__":
    main()
