"""One node by its id, and the search by name."""

from __future__ import annotations

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio


async def test_a_node_with_all_its_properties(asking: Client) -> None:
    query = """{ node(id: "org:mizuho") { __typename id ... on Entity { name aliases since until sources {
                 title url published } } ... on Organisation { roles lei year } ... on Country { iso3 } } }"""

    assert (await asking.data(query))["node"] == {
        "__typename": "Organisation", "id": "org:mizuho", "name": "Mizuho", "aliases": ["みずほ銀行"],
        "since": "1900-01-01", "until": None, "roles": ["FINANCIAL_SERVICE_PROVIDER"], "lei": None, "year": None,
        "sources": [{"title": "List", "url": "https://example.org/list", "published": "2020-02-03"}],
    }  # fmt: skip


async def test_a_number_of_more_than_32_bit(asking: Client) -> None:
    found = await asking.data('{ node(id: "country:chn") { ... on Country { population } } }')

    assert found == {"node": {"population": 1_400_000_000_000}}


async def test_sources_of_sources(asking: Client) -> None:
    query = '{ node(id: "%s") { ... on Entity { sources { name sources { id sources { name sources { id } } } } } } }'
    found = await asking.data(query % HUB)

    assert found["node"] == {
        "sources": [{"name": "Suppliers", "sources": [
            {"id": "source:paper", "sources": [{"name": "Suppliers", "sources": [{"id": "source:paper"}]}]}
        ]}]
    }  # fmt: skip


@pytest.mark.parametrize("identifier", ["country:xxx", "nope", "", "country:", "' OR 1=1 //", "source:drawn\n"])
async def test_no_node(asking: Client, identifier: str) -> None:
    assert await asking.data("query ($id: ID!) { node(id: $id) { id } }", id=identifier) == {"node": None}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mizuho", "Mizuho"),
        ("mizhuo", "Mizuho"),
        ("みずほ", "Mizuho"),
        ("credit agricol", "Crédit-Agricole"),
        ("CRÉDIT", "Crédit-Agricole"),
        ("鴻海", "Foxconn"),
        ("foxcon", "Foxconn"),
        ("hon hai", "Foxconn"),
        ("中国", "China"),
        ("vietnam", "Vietnam"),
        ("Kwangtung!", "Guangdong"),
    ],
)
async def test_names_and_aliases_are_found(asking: Client, text: str, name: str) -> None:
    found = await asking.data("query ($text: String!) { search(text: $text) { score node { name } } }", text=text)

    assert found["search"][0]["node"]["name"] == name
    scores = [hit["score"] for hit in found["search"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "text", ['foxconn" OR *:*', "name:foxconn", "foxconn AND (", "fox\\", "[a TO z]", "foxconn~9 ^^", "NOT foxconn", "ً"]
)
async def test_a_search_text_is_data(asking: Client, text: str) -> None:
    found = await asking.data("query ($text: String!) { search(text: $text) { node { name } } }", text=text)

    assert len(found["search"]) <= 2
