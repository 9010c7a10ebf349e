"""The graph over HTTP beside @neo4j/graphql, and beside the bare driver, on one embedded Neo4j.

    python bench/bench_graph.py [part ...]        parts: driver roots requests crowd theirs first pages

Each side is a process of its own: `kb serve`, Node, and a bare ASGI handler. They are asked in turn, warm; numbers are
medians. `allDates: true`, since the others know no dates.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import graph_drawn
import neo4j
import orjson
import uvloop
from graph_crowd import crowd
from graph_documents import CASES, Case, same
from graph_sides import Side, body, handler, processor, theirs
from graph_timing import asking, check, in_turn, timed
from measuring import Service, median, memory, serving, tell, tell_load

from api.documents import checked
from api.execution import respond
from api.persisted import Asked
from kb.db import Database
from kb.engine import Engine, async_driver
from kb.engine.state import password_file
from kb.load.facts import Facts

ROUNDS = {1: 200, 100: 100, 1_000: 40, 10_000: 15}
POINT = "query Point($id: ID!) { organisation(id: $id) { id name industry revenueUsd year } }"
POINT_ID = f"sha256:{hashlib.sha256(POINT.encode()).hexdigest()}"
FIVE = tuple(graph_drawn.organisation(number) for number in (17, 4_711, 815, 9_001, 5_555))
PAGE = (
    "query ($after: String, $n: Int) {{ organisations(first: $n, after: $after, allDates: true{order}) {{ {asked} }} }}"
)
WHOLE = "edges { node { id name year } } pageInfo { endCursor }"


class Noting(Database):
    """A knowledge base that takes down what it is asked."""

    noted: tuple[str, dict[str, Any]]

    async def arows(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, dates: bool = True
    ) -> list[dict[str, Any]]:
        """The rows of a statement."""
        self.noted = (text, dict(parameters or {}))
        return await super().arows(text, parameters, dates=dates)

    async def compiled(self, document: str, variables: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The statement that a document becomes, and its parameters."""
        answer = await respond(Asked(checked(document), variables, None), self)
        assert "errors" not in answer, answer["errors"]
        return self.noted


@dataclass
class Bench:
    """What the parts share."""

    service: Service
    engine: Engine
    ours: Side
    base: Noting


def beside_driver(bench: Bench, loop: asyncio.Runner) -> None:
    """Over HTTP, and in this process, against the driver alone with the same statement."""
    driver = async_driver(bench.engine)
    for case in (CASES[0], CASES[1], CASES[3]):
        for size in case.sizes:
            variables = case.given(size)
            text, parameters = loop.run(bench.base.compiled(case.ours, variables))

            async def bare(text: str = text, parameters: dict[str, Any] = parameters) -> None:
                async with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
                    assert [record.values() async for record in await session.run(text, parameters)]

            async def inside(case: Case = case, variables: dict[str, Any] = variables) -> None:
                assert orjson.dumps(await respond(Asked(checked(case.ours), variables, None), bench.base))

            alone, here, served = in_turn(
                ROUNDS[size], timed(loop, bare), timed(loop, inside), asking(bench.ours, body(case.ours, variables))
            )
            name = f"{case.name}, {size:,} rows"
            told = f"{name}: bare {alone.wall * 1e3:.2f} ms, over HTTP {served.wall * 1e3:.2f} ms"
            tell(f"{told}, of it our processor", served.used * 1e3, "ms")
            tell(f"{name}: in process / bare driver; quickest", here.best / alone.best)
            tell(f"{name}: over HTTP / bare driver; quickest", served.best / alone.best)
            tell(f"{name}: over HTTP / bare driver", served.wall / alone.wall, most=1.5 if size < 1_000 else 1.2)
    loop.run(driver.close())


def roots(bench: Bench, loop: asyncio.Runner) -> None:
    """Five root fields against the slowest of them alone."""
    single = [f'a{number}: organisation(id: "{one}") {{ id name year }}' for number, one in enumerate(FIVE)]
    lists = [
        f"a{number}: organisations(first: 200, where: {{year: {{eq: {2000 + number}}}}}) {{ nodes {{ id name }} }}"
        for number in range(5)
    ]
    for name, fields in (("nodes by id", single), ("lists of 200 rows", lists)):
        documents = [f"{{ {' '.join(fields)} }}", *(f"{{ {one} }}" for one in fields)]
        together, *alone = in_turn(100, *(asking(bench.ours, body(one, {})) for one in documents))
        tell(f"five {name} in one operation", together.wall * 1e3, "ms")
        tell(f"five {name} / the slowest alone", together.wall / max(one.wall for one in alone), most=1.5)


def requests(bench: Bench, loop: asyncio.Runner) -> None:
    """Requests a second of a kept one-row document with 8 clients, against a handler that only awaits the driver."""
    variables = {"id": FIVE[0]}
    sent = orjson.dumps({"documentId": POINT_ID, "variables": variables})
    statement = orjson.dumps(loop.run(bench.base.compiled(POINT, variables)))
    expected = FIVE[0].encode()
    rates: tuple[list[float], list[float]] = ([], [])
    used = [0.0, 0.0]
    with handler(bench.engine.uri, bench.engine.password) as alone:
        for number in range(12):
            for which, (side, asked) in enumerate(((bench.ours, sent), (alone, statement))):
                before = processor(side.pid)
                seen = loop.run(crowd(side.port, side.path, asked, expected, 8, 150))
                assert not seen.errors
                if number >= 5:
                    rates[which].append(seen.rate)
                    used[which] += (processor(side.pid) - before) / (7 * 8 * 150)
    ours, bare = map(median, rates)
    tell(f"processor a request: ours {used[0] * 1e6:.0f}, the bare handler {used[1] * 1e6:.0f} us", used[1] / used[0])
    tell("a kept one-row document, 8 clients", ours, "/s")
    tell("a bare ASGI handler awaiting the driver, 8 clients", bare, "/s")
    tell("ours / the bare handler", ours / bare, least=0.6)


def many(bench: Bench, loop: asyncio.Runner) -> None:
    """200 clients at once."""
    sent = orjson.dumps({"documentId": POINT_ID, "variables": {"id": FIVE[0]}})
    seen = None
    before = memory(bench.ours.pid)[1]
    for _ in range(3):
        seen = loop.run(crowd(bench.ours.port, "/graphql", sent, FIVE[0].encode(), 200, 50))
        tell("200 clients at once, 10,000 requests: errors", seen.errors, most=0)
        tell(
            f"p50 {seen.within(0.5) * 1e3:.1f} ms, p99 {seen.within(0.99) * 1e3:.1f} ms, {seen.rate:.0f} /s: p99 / p50",
            seen.within(0.99) / seen.within(0.5),
            most=5.0,
        )
        tell(f"our memory, {before:.0f} MB before", memory(bench.ours.pid)[1], "MB")


def beside_theirs(bench: Bench, loop: asyncio.Runner) -> None:
    """The same queries to @neo4j/graphql: equal data, then wall and processor time."""
    with theirs(bench.engine.uri, bench.engine.password) as other:
        for case in CASES:
            for size in case.sizes:
                sent = [body(document, case.given(size)) for document in (case.ours, case.theirs)]
                answers = [
                    orjson.loads(check(side.ask(one)[2])) for side, one in zip((bench.ours, other), sent, strict=True)
                ]
                if not same(case, *(answer["data"] for answer in answers)):
                    raise SystemExit(f"{case.name}, {size}: the answers differ.")
                our, their = in_turn(ROUNDS[size], asking(bench.ours, sent[0]), asking(other, sent[1]))
                name = f"{case.name}, {size:,} rows: "
                tell(
                    f"{name}ours {our.wall * 1e3:.2f}, theirs {their.wall * 1e3:.2f} ms: wall",
                    their.wall / our.wall,
                    "x",
                )
                tell(f"{name}quickest", their.best / our.best, "x")
                tell(
                    f"{name}ours {our.used * 1e3:.2f}, theirs {their.used * 1e3:.2f} ms: processor",
                    their.used / our.used,
                    "x",
                )


def first(bench: Bench, loop: asyncio.Runner) -> None:
    """One row of a small label and of a large one."""
    services = [{"id": f"service:drawn-{number:04}", "name": f"Drawn {number}"} for number in range(1_000)]
    bench.base.write(Facts({"Service": services}))
    sent = [body(f"{{ {name}(first: 1) {{ nodes {{ id name }} }} }}", {}) for name in ("services", "organisations")]
    before = in_turn(200, *(asking(bench.ours, one) for one in sent))
    more(bench)
    after = in_turn(200, *(asking(bench.ours, one) for one in sent))
    tell("first: 1 of 1,000 nodes", after[0].wall * 1e3, "ms")
    tell("first: 1 of 10,000 nodes", before[1].wall * 1e3, "ms")
    tell("first: 1 of 100,000 nodes / of 1,000", after[1].wall / after[0].wall, most=1.5)


def more(bench: Bench) -> None:
    """Make it 100,000 organisations."""
    if bench.base.counts()[0]["Organisation"] < 100_000:
        graph_drawn.draw_more(bench.base, 100_000)


def pages(bench: Bench, loop: asyncio.Runner) -> None:
    """Page 5,000 of 20 rows each against page 1."""
    more(bench)
    for name, order in (("id", ""), ("name", ", orderBy: [{field: NAME}]")):
        document = PAGE.format(order=order, asked=WHOLE)
        walk, after = PAGE.format(order=order, asked="pageInfo { endCursor }"), None
        for size in (*[10_000] * 9, 9_980):
            answer = orjson.loads(check(bench.ours.ask(body(walk, {"after": after, "n": size}))[2]))
            after = answer["data"]["organisations"]["pageInfo"]["endCursor"]
        sent = [body(document, {"after": None, "n": 20}), body(document, {"after": after, "n": 20})]
        assert len(orjson.loads(bench.ours.ask(sent[1])[2])["data"]["organisations"]["edges"]) == 20
        page, last = in_turn(40, *(asking(bench.ours, one) for one in sent))
        tell(f"page 1 of 5,000 in order of {name}", page.wall * 1e3, "ms")
        tell(f"page 5,000 / page 1 in order of {name}", last.wall / page.wall, most=1.5)


PARTS = {
    "driver": beside_driver,
    "roots": roots,
    "requests": requests,
    "crowd": many,
    "theirs": beside_theirs,
    "first": first,
    "pages": pages,
}


def main() -> None:
    """Draw the graph, and measure."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        (documents / "point.graphql").write_text(POINT, encoding="utf-8")
        with serving(Path(folder) / "home", KB_STARTER=0, KB_DOCUMENTS=documents) as service:
            measure(service, sys.argv[1:] or list(PARTS))


def measure(service: Service, parts: list[str]) -> None:
    """The parts, one after the other. Python's collector is set as the service sets its own."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    password = password_file(service.home).read_text(encoding="utf-8").strip()
    engine = Engine(f"bolt://127.0.0.1:{service.state.bolt}", None, "neo4j", password, database="neo4j")
    ours = Side(service.process.pid, urlsplit(service.url).port or 0)
    with Noting(engine) as base, asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        graph_drawn.draw(base)
        loop.run(base.aopen())
        for part in parts:
            tell_load()
            PARTS[part](Bench(service, engine, ours, base), loop)
        loop.run(base.aclose())


if __name__ == "__main__":
    main()
