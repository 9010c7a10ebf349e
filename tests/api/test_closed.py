"""A service that does not tell its schema, and one without the page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kb.db import Database
from tests.api.conftest import Client, another, serving

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def closed(whole_base: Database) -> AsyncIterator[Client]:
    """A service that tells nothing."""
    with another(whole_base) as base:
        async with serving(base, introspection=False, graphiql=False) as found:
            yield found


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Query") { name } }',
        "{ ...A } fragment A on Query { ... { a: __schema { description } } }",
    ],
)
async def test_the_schema_is_not_told(asking: Client, closed: Client, query: str) -> None:
    """The same text asked of an open service before and after: what is kept of it is not mixed up."""
    assert "errors" not in await asking.ask(query)
    found = await closed.ask(query)
    assert "errors" not in await asking.ask(query)

    [error] = found["errors"]
    assert found["data"] is None
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("FORBIDDEN", "query")
    assert "KB_INTROSPECTION" in error["extensions"]["hint"]


async def test_a_type_name_is_told(closed: Client) -> None:
    assert await closed.data("{ __typename }") == {"__typename": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "{ serch { score } }",
        '{ search(text: "a", fist: 1) { score } }',
        '{ search(text: "a", labels: [COUNTY]) { score } }',
        "{ node(id: 1) { ... on Contry { id } } }",
        "query ($a: Strng) { search(text: $a) { score } }",
        'query ($labels: [NodeLabel!]) { search(text: "a", labels: $labels) { score } }',
    ],
)
async def test_nothing_near_is_named(asking: Client, closed: Client, query: str) -> None:
    opened, found = [await client.ask(query, labels=["COUNTY"]) for client in (asking, closed)]

    assert "Did you mean" in opened["errors"][0]["message"]
    assert "Did you mean" not in str(found)
    assert "COUNTRY" not in str(found)
    assert found["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_without_the_page(closed: Client) -> None:
    page = await closed.http.get("/graphql", headers={"Accept": "text/html,*/*"})
    root = await closed.http.get("/")
    file = await closed.http.get("/static/graphiql.js")

    assert (page.status_code, page.headers["allow"]) == (405, "POST")
    assert (root.status_code, file.status_code) == (404, 404)


async def test_a_browser_gets_an_answer_where_there_is_no_page(whole_base: Database) -> None:
    with another(whole_base) as base:
        async with serving(base, graphiql=False, get=True) as client:
            answer = await client.http.get("/graphql?query={__typename}", headers={"Accept": "text/html,*/*"})

    assert answer.json()["data"] == {"__typename": "Query"}
