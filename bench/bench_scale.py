"""The question as the knowledge base grows: its cost follows the links that touch the hub, not all there is.

    python bench/bench_scale.py [factor …]

Providers are drawn beside those of the starter pack: with a home, three offices and services to hubs elsewhere; then
ones that serve the hub that is asked about. Database hits are Neo4j's own count of its work: no noise is in them.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
from measuring import HUB, TO, median, tell, tell_load

from kb.cypher import statement
from kb.db import Database
from kb.engine import driver
from kb.load.facts import Facts
from kb.load.opening import open_base
from kb.questions import QUESTIONS
from kb.questions.arguments import question
from kb.questions.asking import dated, statement_parameters
from kb.settings import Settings

ROUNDS = 15
STATED = {"basis": "OBSERVED", "sources": ("source:bench",), "confidence": 0.5}
SCANS = ("AllNodesScan", "NodeByLabelScan", "NodeByLabelsScan", "RelationshipsScan", "RelationshipTypeScan")


class Drawing:
    """Draws providers into a base."""

    def __init__(self, base: Database) -> None:
        self.base = base
        self.drawn = 0
        self.countries = self._ids("Country")
        self.services = self._ids("Service")
        self.elsewhere = [hub for hub in self._ids("ProductionHub") if hub != HUB]
        base.write(Facts({"Source": [{"id": "source:bench", "name": "Drawn", "title": "Drawn"}]}))
        self.providers = self._count("MATCH (p:Organisation) WHERE EXISTS { (p)-[:SERVES]->() } RETURN count(p) AS n")
        self.touching = self._count(f"MATCH (:ProductionHub {{id: '{HUB}'}})<-[s:SERVES]-() RETURN count(s) AS n")

    def _ids(self, label: str) -> list[str]:
        return [row["id"] for row in self.base.rows(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id")]

    def _count(self, text: str) -> int:
        return int(self.base.rows(text)[0]["n"])

    def more(self, count: int, served: list[str]) -> None:
        """`count` more providers, each of which serves two of the hubs `served`."""
        chance = random.Random(self.drawn)
        numbers = range(self.drawn, self.drawn + count)
        self.drawn += count
        facts = Facts({"Organisation": [{"id": f"org:drawn-{n}", "name": f"Drawn {n}"} for n in numbers]})
        for n in numbers:
            for kind, row in self._links(f"org:drawn-{n}", chance, served):
                facts.links.setdefault(kind, []).append(row)
        self.base.write(facts)
        self.base.change("CALL db.resampleOutdatedIndexes()")

    def _links(self, provider: str, chance: random.Random, served: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        home, *offices = chance.sample(self.countries, 4)
        yield "HEADQUARTERED_IN", {"from": provider, "to": home, **STATED}
        for country in offices:
            yield "PRESENT_IN", {"from": provider, "to": country, "kind": "OFFICE", **STATED}
        for hub, service in zip(
            chance.sample(served, min(2, len(served))), chance.sample(self.services, 2), strict=False
        ):
            yield "SERVES", {"from": provider, "to": hub, "service": service, "seller_share": 0.01, **STATED}


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """(operator, database hits) of a plan and of all below it."""
    yield plan["operatorType"].partition("@")[0], plan.get("dbHits", 0)
    for child in plan.get("children", ()):
        yield from operators(child)


def planned(session: neo4j.Session, name: str, parameters: dict[str, Any]) -> int:
    """Database hits of a statement; ends the benchmark where its plan reads a whole label or type."""
    summary = session.run("PROFILE " + statement(name), parameters).consume()
    assert summary.profile
    found = list(operators(summary.profile))
    scans = sorted({operator for operator, _ in found if operator.endswith(SCANS)})
    if scans:
        raise SystemExit(f"{name} scans: {', '.join(scans)}")
    return sum(hits for _, hits in found)


def show_plan(base: Database, parameters: dict[str, Any]) -> None:
    """Print the operators of the question's plan, each once."""
    drawn = base.ask("servicesFollowing", hub=HUB, to=TO).explore
    with driver(base.engine) as own, own.session(database=base.engine.database) as session:
        plan = session.run("EXPLAIN " + statement("questions/servicesFollowing"), parameters).consume().plan
        explore = session.run("EXPLAIN " + drawn).consume().plan
    assert plan
    assert explore
    print("operators:", ", ".join(sorted({operator for operator, _ in operators(plan)})))
    scans = sorted({operator for operator, _ in operators(explore) if operator.endswith(SCANS)})
    print("the statement that draws the answer scans:", ", ".join(scans) or "nothing")


def measure(base: Database, name: str, parameters: dict[str, Any]) -> tuple[float, int, int]:
    """Print a line for the base as it is; ms of the statement, database hits, and rows of the answer."""
    statements: list[float] = []
    answers: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        base.read("questions/servicesFollowing", **parameters)
        statements.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        answer = base.ask("servicesFollowing", hub=HUB, to=TO)
        answers.append(time.perf_counter() - begun)
    with driver(base.engine) as own, own.session(database=base.engine.database) as session:
        hits = planned(session, "questions/servicesFollowing", parameters)
    nodes, links = base.counts()
    rows: int = answer.total_count  # type: ignore[attr-defined]
    ms = median(statements) * 1e3
    print(
        f"{name:34} {sum(nodes.values()):9,} {sum(links.values()):11,} {rows:7,} {hits:10,} "
        f"{ms:10.1f} {median(answers) * 1e3:10.1f}",
        flush=True,
    )
    return ms, hits, rows


def main() -> None:
    """Grow the knowledge base and ask."""
    factors = [int(word) for word in sys.argv[1:]] or [10, 100]
    with (
        tempfile.TemporaryDirectory(prefix="kb-bench-") as folder,
        open_base(Settings(home=Path(folder) / "home"), progress=False) as base,
    ):
        drawing = Drawing(base)
        asked = dated(question("servicesFollowing", QUESTIONS, {"hub": HUB, "to": TO}))
        parameters = statement_parameters(asked)
        tell_load()
        print(f"the starter pack has {drawing.providers} providers, and {drawing.touching} SERVES links to the hub")
        for _ in range(100):  # Java compiles what is used often
            base.ask("servicesFollowing", hub=HUB, to=TO)
        print(f"{'':34} {'nodes':>9} {'links':>11} {'rows':>7} {'db hits':>10} {'read, ms':>10} {'ask, ms':>10}")
        first = measure(base, "starter pack", parameters)
        for factor in factors:
            drawing.more(factor * drawing.providers - drawing.drawn, drawing.elsewhere)
            last = measure(base, f"{factor} x providers, elsewhere", parameters)
        tell(f"time at {factors[-1]} x / at 1 x, none of them at the hub", last[0] / first[0], most=1.5)
        tell(f"hits at {factors[-1]} x / at 1 x, none of them at the hub", last[1] / first[1], most=1.1)
        for factor in (3, 9):
            drawing.more((factor - factor // 3) * first[2], [HUB])
            at = measure(base, f"and {factor + 1} x the rows at the hub", parameters)
        tell("time / rows at the hub, against the starter pack", (at[0] / at[2]) / (first[0] / first[2]), most=1.5)
        show_plan(base, parameters)


if __name__ == "__main__":
    main()
