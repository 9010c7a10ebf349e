"""How much a request's values may hold, in its variables and in its document."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.api.conftest import Client

pytestmark = pytest.mark.anyio

COUNTRIES = "query ($where: CountryFilter) { countries(where: $where) { totalCount } }"
SEARCH = 'query ($labels: [NodeLabel!]) { search(text: "a", labels: $labels) { score } }'
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"


def refusals(levels: int) -> dict[str, Any]:
    """A filter so deep."""
    where: dict[str, Any] = {"iso3": {"eq": "CHN"}}
    for _ in range(levels - 2):
        where = {"NOT": where}
    return where


def nested(levels: int, inside: Any = "COUNTRY") -> Any:
    """A list so deep."""
    for _ in range(levels):
        inside = [inside]
    return inside


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (COUNTRIES, {"where": refusals(30)}),
        (COUNTRIES, {"where": refusals(200)}),
        (COUNTRIES, {"where": {"OR": [{}] * 500}}),
        (COUNTRIES, {"where": {"iso3": {"in": ["CHN"] * 11_000}}}),
        (COUNTRIES, {"where": {f"a{number}": 1 for number in range(11_000)}}),
        (SEARCH, {"labels": nested(30)}),
        (SEARCH, {"labels": nested(200)}),
        (SEARCH, {"labels": ["X"] * 100_000}),
        (NODES, {"ids": ["country:chn"] * 50_000}),
        ("{ __typename }", {f"a{number}": 1 for number in range(11_001)}),
    ],
)
async def test_variables_that_hold_too_much(asking: Client, query: str, variables: dict[str, Any]) -> None:
    begun = time.process_time()
    answer = await asking.http.post("/graphql", json={"query": query, "variables": variables})

    assert time.process_time() - begun < 1.0
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (413, "LIMIT_EXCEEDED")
    assert error["extensions"]["argument"] == "variables"
    assert error["extensions"]["rule"] == "at most 11,000 values, 500 objects and 30 levels"
    assert error["extensions"]["hint"]
    assert await asking.data("{ __typename }") == {"__typename": "Query"}


def written(value: Any) -> str:
    """The value as a document has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(item)}" for name, item in value.items()) + "}"
    return f"[{', '.join(map(written, value))}]" if isinstance(value, list) else f'"{value}"'


@pytest.mark.parametrize(
    "query",
    [
        f"{{ countries(where: {written(refusals(31))}) {{ totalCount }} }}",
        f"{{ countries(where: {written(refusals(80))}) {{ totalCount }} }}",
        f"query ($where: CountryFilter = {written(refusals(31))}) {{ countries(where: $where) {{ totalCount }} }}",
        f"{{ ...A }} fragment A on Query {{ search(text: 1, labels: {written(nested(31))}) {{ score }} }}",
    ],
)
async def test_a_written_value_that_is_nested_too_deeply(asking: Client, query: str) -> None:
    [error] = (await asking.ask(query))["errors"]

    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("LIMIT_EXCEEDED", "query")
    assert error["extensions"]["rule"] == "at most 30 levels"


async def test_values_at_the_limit(asking: Client) -> None:
    deep = refusals(29)
    text = f"{{ countries(where: {written(refusals(30))}) {{ totalCount }} }}"
    either = {"OR": [{"iso3": {"eq": "CHN"}}] * 100}

    assert (await asking.data(COUNTRIES, where=deep))["countries"] == {"totalCount": 3}
    assert (await asking.data(text))["countries"] == {"totalCount": 1}
    assert (await asking.data(COUNTRIES, where=either))["countries"] == {"totalCount": 1}
    assert len((await asking.data(NODES, ids=["country:chn"] * 10_000))["nodes"]) == 10_000
