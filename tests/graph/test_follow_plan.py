"""What servicesFollowing costs: it looks nodes up by id, scans nothing, and reads what touches the hub."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kb import cypher
from kb.db import Database
from kb.engine import driver
from tests.drawn import drawn
from tests.follow.spec import DAY, GROUND

STATEMENT = cypher.statement("questions/servicesFollowing")
OTHERS = 400


def near(number: int) -> str:
    """What touches the hub: providers, some by way of a client."""
    lines = ["org:c OPERATES_IN hub:a sites=1", "org:c OPERATES_IN hub:b sites=1", "hub:b LOCATED_IN country:chn"]
    for i in range(number):
        lines += [
            f"org:n{i} HEADQUARTERED_IN country:usa",
            f"org:n{i} PRESENT_IN country:vnm",
            f"org:n{i} SERVES {'org:c' if i % 3 else 'hub:a'} service:s seller_share=0.1",
        ]
    return "\n".join(lines)


def far(number: int) -> str:
    """What does not: firms that serve another hub, measures of others, agreements of others."""
    lines = ["hub:v LOCATED_IN country:jpn", "government:jpn GOVERNS country:jpn", "government:hkg GOVERNS country:hkg"]
    for i in range(number):
        lines += [
            f"org:f{i} HEADQUARTERED_IN country:jpn",
            f"org:f{i} PRESENT_IN country:hkg",
            f"org:f{i} OPERATES_IN hub:v",
            f"org:f{i} SERVES hub:v service:s seller_share=0.1",
            f"government:hkg ENACTS measure:f{i}",
            f"measure:f{i} effect=BARS",
            f"measure:f{i} TARGETS org:f{i}",
            f"government:jpn PARTY_TO agreement:f{i}",
            f"government:hkg PARTY_TO agreement:f{i}",
        ]
    return "\n".join(lines)


def operators(base: Database) -> list[dict[str, Any]]:
    """The operators of the plan as it ran."""
    arguments = {"hub": "hub:a", "to": "country:vnm", "as_of": DAY, "categories": None}
    with driver(base.engine) as connection:
        found = connection.execute_query(f"PROFILE {STATEMENT}", arguments, database_=base.engine.database)
    return list(_walk(found.summary.profile))


def _walk(plan: Any) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from _walk(child)


def hits(base: Database) -> int:
    return sum(operator["args"].get("DbHits", 0) for operator in operators(base))


@pytest.fixture
def among_others(base: Database) -> Database:
    base.write(drawn(GROUND, near(40), far(OTHERS)))
    return base


def test_nothing_is_scanned(among_others: Database) -> None:
    kinds = {operator["operatorType"].partition("@")[0] for operator in operators(among_others)}
    assert "NodeUniqueIndexSeek" in kinds
    assert {kind for kind in kinds if "Scan" in kind} == set()


def test_the_cost_grows_with_what_touches_the_hub(among_others: Database) -> None:
    before = hits(among_others)
    among_others.write(drawn(far(3 * OTHERS)))
    assert hits(among_others) <= 1.1 * before
    among_others.write(drawn(GROUND, near(160)))
    assert before < hits(among_others) <= 5 * before
