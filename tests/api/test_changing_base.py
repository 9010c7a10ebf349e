"""What the service says of a base that is empty, holds a faulty node, or changes meanwhile."""

from __future__ import annotations

import logging

import pytest

from kb.db import Database
from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio


async def test_an_empty_knowledge_base_says_so(client: Client) -> None:
    query = 'query ($hub: ID!) { servicesFollowing(hub: $hub) { totalCount } search(text: "a") { score } }'
    found = await client.ask(query, hub=HUB)

    assert found["data"] == {"servicesFollowing": None, "search": []}
    assert found["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert found["errors"][0]["extensions"]["argument"] == "hub"


async def test_labels_are_filtered_before_the_page_is_cut(client: Client, base: Database) -> None:
    query = 'query ($labels: [NodeLabel!]) { search(text: "drawn", labels: $labels, first: 2) { node { id } } }'
    base.change(
        "UNWIND range(1, 9) AS i CREATE (:Entity:Organisation {id: 'org:x' + i, name: 'drawn'}), "
        "(:Entity:Country {id: 'country:x' + i, name: 'drawn', iso3: 'XX' + i})"
    )
    every, countries, none = [
        [hit["node"]["id"] for hit in (await client.data(query, labels=labels))["search"]]
        for labels in (None, ["COUNTRY", "SERVICE"], [])
    ]

    assert every == ["country:x1", "country:x2"]  # equal scores: by id
    assert (countries, none) == (every, [])


@pytest.mark.parametrize("text", ["bank of china", " Bank  of China", "BOC"])
async def test_the_very_name_comes_first(client: Client, base: Database, text: str) -> None:
    base.change(
        "CREATE (:Entity:Organisation {id: 'org:boc', name: 'Bank of China', aliases: ['BOC', 'Zhongguo Yinhang']}), "
        "(:Entity:Organisation {id: 'org:a', name: 'Agricultural Bank of China', aliases: ['Bank of China, BOC']})"
    )
    found = await client.data("query ($text: String!) { search(text: $text) { score node { id } } }", text=text)

    assert [hit["node"]["id"] for hit in found["search"]] == ["org:boc", "org:a"]
    assert found["search"][0]["score"] > found["search"][1]["score"]


async def test_what_is_written_is_read(client: Client, base: Database) -> None:
    query = '{ node(id: "country:xxx") { ... on Country { iso3 population } } }'
    before = await client.data(query)
    base.change("CREATE (:Entity:Country {id: 'country:xxx', name: 'X', iso3: 'XXX', population: 7})")

    assert (before, await client.data(query)) == ({"node": None}, {"node": {"iso3": "XXX", "population": 7}})


async def test_a_fault_of_ours_is_masked_and_logged_under_its_id(
    client: Client, base: Database, caplog: pytest.LogCaptureFixture
) -> None:
    base.change("CREATE (:Entity:Country {id: 'country:bad', iso3: 'BAD'}), (:Entity:Country {id: 'country:xxx'})")
    with caplog.at_level(logging.ERROR):
        found = await client.ask(
            '{ bad: node(id: "country:bad") { ... on Country { name } } good: node(id: "country:xxx") { id } }'
        )

    [error] = found["errors"]
    assert found["data"] == {"bad": None, "good": {"id": "country:xxx"}}
    assert error["extensions"]["code"] == "INTERNAL"
    assert "country:bad" not in str(error["message"])
    assert error["extensions"]["id"] in caplog.text
    assert "has no name" in caplog.text
