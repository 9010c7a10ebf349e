"""The service around GraphQL: which bodies are read, the page, its files, the operators' addresses."""

from __future__ import annotations

import httpx
import pytest

from api.page import DEFAULT_QUERY
from tests.api.conftest import Client

pytestmark = pytest.mark.anyio
ASK = {"query": "{ __typename }"}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("content", "headers", "status", "code", "argument"),
    [
        (b"{", JSON, 400, "BAD_INPUT", "body"),
        (b"", JSON, 400, "BAD_INPUT", "body"),
        (b"\xff\xfe", JSON, 400, "BAD_INPUT", "body"),
        (b"[" * 100_000, JSON, 400, "BAD_INPUT", "body"),
        (b'"x"', JSON, 400, "BAD_INPUT", "body"),
        (b"[{}]", JSON, 400, "BAD_INPUT", "body"),
        (b"{}", JSON, 400, "BAD_INPUT", "query"),
        (b'{"query": 1}', JSON, 400, "BAD_INPUT", "query"),
        (b'{"query": "  "}', JSON, 400, "BAD_INPUT", "query"),
        (b'{"query": "{a}", "variables": []}', JSON, 400, "BAD_INPUT", "variables"),
        (b'{"query": "{a}", "operationName": 1}', JSON, 400, "BAD_INPUT", "operationName"),
        (b'{"query": "\\ud800"}', JSON, 400, "BAD_INPUT", "body"),
        (b" " * 1_000_001, JSON, 413, "LIMIT_EXCEEDED", "body"),
        (b'{"query": "{ __typename }"}', {"Content-Type": "text/plain"}, 415, "BAD_INPUT", "Content-Type"),
        (b"query=a", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "BAD_INPUT", "Content-Type"),
    ],
)
async def test_a_body_that_is_no_request(
    asking: Client, content: bytes, headers: dict[str, str], status: int, code: str, argument: str
) -> None:
    answer = await asking.http.post("/graphql", content=content, headers=headers)

    error = answer.json()["errors"][0]
    assert (answer.status_code, error["extensions"]["code"], error["extensions"]["argument"]) == (
        status,
        code,
        argument,
    )
    assert error["extensions"]["hint"]


async def test_a_body_without_announced_length_is_cut_off(asking: Client) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        while True:
            yield b" " * 65_536

    answer = await asking.http.post("/graphql", content=endless(), headers=JSON)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:9", 200), ("localhost", 200), ("[::1]:8000", 200), ("LOCALHOST:1", 200), ("evil.example", 403),
     ("127.0.0.1.evil.example", 403), ("localhost:1:2", 403), ("", 403)],
)  # fmt: skip
async def test_a_loopback_service_is_called_by_loopback_names(asking: Client, host: str, status: int) -> None:
    answer = await asking.http.post("/graphql", json=ASK, headers={"Host": host})

    assert answer.status_code == status


async def test_the_page(asking: Client) -> None:
    root = await asking.http.get("/")
    page = await asking.http.get(root.headers["location"], headers={"Accept": "text/html,*/*"})

    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    assert "https://" not in page.text
    assert "servicesFollowing" in page.text
    assert "<script>" not in page.text
    for part in page.text.split('"'):
        if part.startswith("/static/"):
            assert (await asking.http.get(part)).status_code == 200, part


async def test_the_query_that_the_page_opens_with(asking: Client) -> None:
    assert (await asking.data(DEFAULT_QUERY))["servicesFollowing"]["totalCount"] == 3


@pytest.mark.parametrize("path", ["/static/package.json", "/static/.npmrc", "/static/graphiql.html", "/nothing",
                                  "/static/%2e%2e/app.py", "/static/nothing.js"])  # fmt: skip
async def test_nothing_else_is_given_out(asking: Client, path: str) -> None:
    answer = await asking.http.get(path)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/graphql"), ("PUT", "/graphql"), ("DELETE", "/"), ("POST", "/livez")]
)
async def test_other_methods(asking: Client, method: str, path: str) -> None:
    answer = await asking.http.request(method, path)

    assert answer.status_code == 405
    assert answer.headers["allow"]
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_operators_addresses(asking: Client) -> None:
    answers = [await asking.http.get(path) for path in ("/livez", "/readyz")]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"status": "ok"})] * 2


async def test_media_types(asking: Client) -> None:
    wanted = {"Accept": "application/graphql-response+json"}
    good = await asking.http.post("/graphql", json=ASK, headers=wanted)
    bad = await asking.http.post("/graphql", json={"query": "{ a }"}, headers=wanted)
    partly = await asking.http.post(
        "/graphql", json={"query": '{ servicesFollowing(hub: "a") { moved } }'}, headers=wanted
    )

    assert [answer.status_code for answer in (good, bad, partly)] == [200, 400, 200]
    assert {answer.headers["content-type"] for answer in (good, bad, partly)} == {wanted["Accept"]}


async def test_several_at_once(asking: Client) -> None:
    import anyio

    answers: list[httpx.Response] = []

    async def one() -> None:
        query = '{ node(id: "org:mizuho") { ... on Entity { name } } search(text: "foxconn") { node { name } } }'
        answers.append(await asking.http.post("/graphql", json={"query": query}))

    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(one)

    assert {answer.text.partition(',"extensions"')[0] for answer in answers} == {
        '{"data":{"node":{"name":"Mizuho"},"search":[{"node":{"name":"Foxconn"}}]}'
    }
