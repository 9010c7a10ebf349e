"""Queries by GET: not by default, and then in the address as by POST in the body."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from kb.db import Database
from tests.api.conftest import Client, another, draw, serving

pytestmark = pytest.mark.anyio

STRICT = {"Accept": "application/graphql-response+json"}
NODE = "query ($id: ID!) { node(id: $id) { id } }"


@pytest.fixture(scope="module")
async def getting(whole_base: Database) -> AsyncIterator[Client]:
    """A service that answers GET."""
    draw(whole_base)
    with another(whole_base) as base:
        async with serving(base, get=True) as found:
            yield found


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/graphql-response+json"])
async def test_not_by_default(asking: Client, accept: str) -> None:
    answer = await asking.http.get("/graphql", params={"query": "{ __typename }"}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    [error] = answer.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_INPUT", "method")
    assert "POST" in error["extensions"]["hint"]


@pytest.mark.parametrize(
    ("parameters", "data"),
    [
        ({"query": "{ __typename }"}, {"__typename": "Query"}),
        ({"query": NODE, "variables": '{"id": "org:maker"}'}, {"node": {"id": "org:maker"}}),
        ({"query": "query A { a: __typename } query B { b: __typename }", "operationName": "B"}, {"b": "Query"}),
        (
            {"query": "{ __typename }", "operationName": "", "variables": "", "extensions": "{}"},
            {"__typename": "Query"},
        ),
        ({"query": "{ __typename }", "variables": "null", "utm": "1"}, {"__typename": "Query"}),
        ({"query": '{ search(text: "鴻海") { node { id } } }'}, {"search": [{"node": {"id": "org:maker"}}]}),
    ],
)
async def test_a_query(getting: Client, parameters: dict[str, str], data: dict[str, Any]) -> None:
    answer = await getting.http.get("/graphql", params=parameters)

    assert (answer.status_code, answer.json()["data"]) == (200, data)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("parameters", "status", "code", "argument"),
    [
        ("", 400, "BAD_INPUT", "query"),
        ("query=", 400, "BAD_INPUT", "query"),
        ("query=%FF", 400, "BAD_INPUT", "query"),
        ("query={__typename}&query={__typename}", 400, "BAD_INPUT", "query"),
        ("query={__typename}&variables=[]", 400, "BAD_INPUT", "variables"),
        ("query={__typename}&variables={", 400, "BAD_INPUT", "variables"),
        ("query={__typename}&variables={}&variables={}", 400, "BAD_INPUT", "variables"),
        ("query={__typename}&extensions=1", 400, "BAD_INPUT", "extensions"),
        ("documentId=1&query={__typename}", 400, "BAD_INPUT", "documentId"),
        ("documentId=sha256:" + "a" * 64, 404, "NOT_FOUND", "documentId"),
        ("&".join(f"a{number}=1" for number in range(100)), 400, "BAD_INPUT", "query"),
        ("query=" + "a" * 17_000, 413, "LIMIT_EXCEEDED", "query"),
    ],
)
async def test_an_address_that_is_no_request(
    getting: Client, parameters: str, status: int, code: str, argument: str
) -> None:
    answer = await getting.http.get(f"/graphql?{parameters}")

    error = answer.json()["errors"][0]["extensions"]
    assert (answer.status_code, error["code"], error["argument"]) == (status, code, argument)
    assert error["hint"]
    assert error["rule"]


async def test_a_mutation_is_none(getting: Client) -> None:
    answer = await getting.http.get("/graphql", params={"query": "mutation { __typename }"}, headers=STRICT)

    assert answer.status_code == 400
    assert "data" not in answer.json()


async def test_the_page_and_other_methods(getting: Client) -> None:
    page = await getting.http.get("/graphql?query={__typename}", headers={"Accept": "text/html,*/*"})
    head = await getting.http.head("/graphql?query={__typename}")
    put = await getting.http.put("/graphql?query={__typename}")

    assert page.headers["content-type"].startswith("text/html")
    assert (head.status_code, head.headers["allow"]) == (405, "GET, POST")
    assert put.status_code == 405


async def test_the_token_is_wanted(whole_base: Database) -> None:
    with another(whole_base) as base:
        async with serving(base, get=True, token="geheim") as client:
            without = await client.http.get("/graphql?query={__typename}")
            right = await client.http.get("/graphql?query={__typename}", headers={"Authorization": "Bearer geheim"})

    assert (without.status_code, right.status_code) == (401, 200)
