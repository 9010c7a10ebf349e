"""What an operation on the graph may ask for: within the limits it is answered, beyond them refused before any work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Client

pytestmark = pytest.mark.anyio

QUERY = """query($w: OrganisationFilter, $o: [OrganisationOrder!]) {
  organisations(where: $w, orderBy: $o) { totalCount } }"""
NAMED = {"name": {"contains": "a"}}


def nested(levels: int) -> dict[str, Any]:
    """Conditions on links inside one another."""
    return {"suppliesTo": {"all": {"node": nested(levels - 1)}}} if levels else NAMED


@pytest.mark.parametrize(
    ("variables", "rule"),
    [
        ({"w": {"OR": [NAMED] * 200}}, "300 conditions"),
        ({"w": {"OR": [{}] * 400}}, "300 conditions"),
        ({"w": nested(4)}, "3 conditions on links"),
        ({"o": [{"field": "NAME"}] * 21}, "20 keys"),
        ({"w": {"name": {"contains": "x" * 20_001}}}, "20,000 characters"),
    ],
)
async def test_too_much_is_refused(asking: Client, variables: dict[str, Any], rule: str) -> None:
    found = await asking.ask(QUERY, **variables)

    [error] = found["errors"]
    assert found["data"] == {"organisations": None}
    assert error["extensions"]["code"] in {"LIMIT_EXCEEDED", "BAD_INPUT"}
    assert rule in error["extensions"]["rule"]
    assert len(error["extensions"]["argument"]) < 100


@pytest.mark.parametrize(
    "variables",
    [
        {"w": {"OR": [NAMED] * 100}},
        {"w": nested(3)},
        {"o": [{"field": "NAME"}, {"field": "NAME", "direction": "DESC"}]},
        {"w": {"name": {"contains": "x" * 20_000}}},
        {"w": {"id": {"in": [f"org:x-{n}" for n in range(10_000)]}}},
    ],
)
async def test_much_is_answered(asking: Client, variables: dict[str, Any]) -> None:
    data = await asking.data(QUERY, **variables)

    assert data["organisations"]["totalCount"] >= 0


async def test_a_message_does_not_repeat_all_that_was_sent(asking: Client) -> None:
    answer = await asking.http.post("/graphql", json={"query": QUERY, "variables": {"w": {"x" * 100_000: 1}}})

    assert len(answer.content) < 5_000
