"""The twelve attacks of graphql-cop (and a thirteenth that it has switched off), as it sends and judges them.

Three of them only find what is there on purpose: the schema and the page are public by default, and settings close
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.app import create_app
from kb.db import Database
from kb.settings import Settings
from tests.api.conftest import Client, another, serving

pytestmark = pytest.mark.anyio

HTML = {"Accept": "text/html"}
CIRCLE = "{ fields { type " * 4 + "{ name }" + " } }" * 4


def post(query: str, times: int = 0) -> dict[str, Any]:
    """A request as graphql-cop makes it; several in an array where `times` is given."""
    body: Any = [{"query": query}] * times if times else {"query": query, "operationName": "cop"}
    return {"method": "POST", "json": body}


ATTACKS: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]] = {
    "alias overloading": (
        post("query cop {" + " ".join(f"alias{number}: __typename" for number in range(101)) + "}"),
        lambda answer: answer["data"]["alias100"],
    ),
    "array batching": (post("query cop { __typename }", times=10), lambda answer: len(answer) >= 10),
    "directive overloading": (
        post("query cop { __typename " + "@aa" * 10 + " }"),
        lambda answer: len(answer["errors"]) == 10,
    ),
    "circular introspection": (
        post(f"query cop {{ __schema {{ types {CIRCLE} }} }}"),
        lambda answer: len(answer["data"]["__schema"]["types"]) > 25,
    ),
    "field duplication": (post("query cop {" + "__typename " * 500 + "}"), lambda answer: answer["data"]["__typename"]),
    "mutation by GET": (
        {"method": "GET", "params": {"query": "mutation cop {__typename}"}},
        lambda answer: answer["data"]["__typename"],
    ),
    "query by GET": (
        {"method": "GET", "params": {"query": "query cop {__typename}"}},
        lambda answer: answer["data"]["__typename"],
    ),
    "url-encoded POST": (
        {"method": "POST", "data": {"query": "query cop { __typename }"}},
        lambda answer: answer["data"]["__typename"],
    ),
    "trace mode": (
        post("query cop { __typename }"),
        lambda answer: "tracing" in str(answer).lower(),
    ),
    "unhandled errors": (post("qwerty cop { abc }"), lambda answer: "exception" in str(answer).lower()),
    "field suggestions": (
        post("query cop { __schema { directive } }"),
        lambda answer: "Did you mean" in answer["errors"][0]["message"],
    ),
    "introspection": (
        post("query cop { __schema { types { name fields { name } } } }"),
        lambda answer: answer["data"]["__schema"]["types"],
    ),
    "GraphiQL": ({"method": "GET", "headers": HTML}, lambda answer: "GraphiQL" in answer),
}
ON_PURPOSE = {"field suggestions", "introspection", "GraphiQL"}


def succeeds(answer: httpx.Response, judge: Callable[[Any], Any]) -> bool:
    """Whether the attack does; graphql-cop takes what it cannot read for a failure."""
    html = answer.headers["content-type"].startswith("text/html")
    try:
        return bool(judge(answer.text if html else answer.json()))
    except (KeyError, TypeError, IndexError):
        return False


async def attacked(client: Client) -> set[str]:
    """The attacks that succeed."""
    return {
        name
        for name, (request, judge) in ATTACKS.items()
        if succeeds(await client.http.request(url="/graphql", **request), judge)
    }


async def test_by_default_only_what_is_there_on_purpose_is_found(asking: Client) -> None:
    assert await attacked(asking) == ON_PURPOSE


async def test_a_closed_service_shows_nothing(whole_base: Database) -> None:
    with another(whole_base) as base:
        async with serving(base, introspection=False, graphiql=False) as client:
            assert await attacked(client) == set()


async def test_the_judges_know_an_attack_that_succeeds(whole_base: Database) -> None:
    """On a service that answers by GET, those that ask by GET for what there is."""
    with another(whole_base) as base:
        async with serving(base, get=True) as client:
            assert await attacked(client) == ON_PURPOSE | {"query by GET"}


@pytest.mark.parametrize("protocol", ["graphql-ws", "graphql-transport-ws"])
async def test_no_websocket_is_opened(whole_base: Database, protocol: str) -> None:
    said: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "websocket", "path": "/graphql", "root_path": "", "query_string": b"", "scheme": "ws",
             "headers": [(b"host", b"localhost")], "subprotocols": [protocol]}  # fmt: skip
    await create_app(Settings(get=True), whole_base)(scope, receive, send)

    assert [message["type"] for message in said] == ["websocket.close"]


QUERY = """query ($text: String!, $id: ID!) {
  node(id: $id) { id } search(text: $text) { node { id } } country(id: $id) { id }
  countries(where: {name: {contains: $text}}) { totalCount }
  servicesFollowing(hub: $id, to: $id) { totalCount }
}"""


@pytest.mark.parametrize(
    "text",
    ["') DETACH DELETE n //", '"}) MATCH (n) DETACH DELETE n RETURN {x: "', "`n`) DELETE n //", "\\' OR 1=1 //", "$id",
     "org:maker' OR true //", "country:chn\\u0027}) DETACH DELETE (n", "\x00\x1b[2J", "\r\nHost: elsewhere\r\n\r\n",
     "http://127.0.0.1:7474/", "$(touch /tmp/x)", "../../etc/passwd", "name:* OR *:*", "{{7*7}}", "a" * 10_000],
)  # fmt: skip
async def test_hostile_values_are_values(asking: Client, whole_base: Database, text: str) -> None:
    before = whole_base.counts()
    found = await asking.ask(QUERY, text=text, id=text)

    assert whole_base.counts() == before
    data = found["data"]
    assert (data["node"], data["country"], data["servicesFollowing"]) == (None, None, None)
    assert not data["countries"] or data["countries"]["totalCount"] == 0
    assert {error["extensions"]["code"] for error in found["errors"]} <= {"BAD_INPUT", "NOT_FOUND"}
    assert not any(word in str(found["errors"]) for word in ("CALL", "neo4j", "Neo.", "Traceback"))
