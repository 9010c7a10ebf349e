"""How much one document may ask for, how much of its faults is told, and which of its operations is meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio

FIFTY = " ".join(f"a{number}: __typename" for number in range(50))


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("{ a " + "b " * 5000 + "}", "5,000 tokens"),
        ("{ a " * 300, "nested"),
        ("{ " + "nothing " * 11 + "}", "10 faults"),
        ("{" + FIFTY + " more: __typename }", "50 root fields"),
        ("{" + "__typename " * 51 + "}", "50 root fields"),
        ("{" + FIFTY + " ...A } fragment A on Query { ... { more: __typename } ...A }", "50 root fields"),
        ("query A { __typename } query B {" + FIFTY + " more: __typename }", "50 root fields"),
    ],
)
async def test_a_document_beyond_a_limit(asking: Client, query: str, limit: str) -> None:
    found = await asking.ask(query)

    assert found["data"] is None
    refused = found["errors"][-1]["extensions"]
    assert (refused["code"], refused["argument"]) == ("LIMIT_EXCEEDED", "query")
    assert limit in refused["rule"]
    assert "GraphiQL" not in refused["hint"]


async def test_a_document_at_the_limits(asking: Client) -> None:
    spread = "{ ...A ...A ...B } fragment B on Query { ...A } fragment A on Query {" + FIFTY + "}"

    assert len(await asking.data(spread)) == 50
    faults = (await asking.ask("{ " + "nothing " * 10 + "}"))["errors"]
    assert [error["extensions"]["code"] for error in faults] == ["BAD_INPUT"] * 10


async def test_many_wrong_variables_are_explained_to_a_point(asking: Client) -> None:
    names = [f"v{number}" for number in range(30)]
    declared = ", ".join(f"${name}: Float!" for name in names)
    asked = " ".join(f'{name}: servicesFollowing(hub: "{HUB}", moved: ${name}) {{ totalCount }}' for name in names)

    errors = (await asking.ask(f"query ({declared}) {{ {asked} }}", **dict.fromkeys(names, "x")))["errors"]

    assert [error["extensions"].get("argument") for error in errors] == ["moved"] * 10 + [None] * 20
    assert {error["extensions"]["code"] for error in errors} == {"BAD_INPUT"}


TWO = "query A { __typename } query B { a: __typename }"


@pytest.mark.parametrize(
    ("query", "name", "rule"),
    [
        (TWO, None, "one of A, B"),
        (TWO, "", "one of A, B"),
        (TWO, "C" * 10_000, "one of A, B"),
        ("query A { __typename }", "a", "one of A"),
        ("{ __typename }", "A", "none"),
    ],
)
async def test_no_such_operation(asking: Client, query: str, name: str | None, rule: str) -> None:
    answer = await asking.http.post("/graphql", json={"query": query, "operationName": name})

    [error] = answer.json()["errors"]
    told: dict[str, Any] = error["extensions"]
    assert (told["code"], told["argument"], told["rule"]) == ("BAD_INPUT", "operationName", rule)
    assert told["hint"]
    assert len(answer.text) < 500


async def test_the_operation_that_is_named(asking: Client) -> None:
    answer = await asking.http.post("/graphql", json={"query": TWO, "operationName": "B"})

    assert answer.json() == {"data": {"a": "Query"}}
