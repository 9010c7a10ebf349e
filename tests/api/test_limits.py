"""How much one document may ask for, how much of its faults is told, and which of its operations is meant."""

from __future__ import annotations

import time
from typing import Any

import pytest
from graphql import get_introspection_query

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio

FIFTY = " ".join(f"a{number}: __typename" for number in range(50))


def deep(levels: int, inside: str = "__typename") -> str:
    """Levels of one field in the other; no such fields are there, but that is not looked at any more."""
    return "{ a " * (levels - 1) + "{" + inside + "}" * levels


def aliased(count: int, inside: str = "id") -> str:
    """Fields with an alias, each with a selection."""
    fields = " ".join(f"a{number}: sources {{ {inside} }}" for number in range(count))
    return f"{{ node(id: 1) {{ ... on Source {{ {fields} }} }} }}"


def doubling(count: int) -> str:
    """Fragments of which each asks twice for the next one."""
    fragments = [
        f"fragment F{number} on Source {{ a: sources {{ ...F{number + 1} }} b: sources {{ ...F{number + 1} }} }}"
        for number in range(count)
    ]
    last = f"fragment F{count} on Source {{ id }}"
    return "{ node(id: 1) { ...F0 } }" + " ".join([*fragments, last])


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("{ a " + "b " * 1000 + "}", "1,000 tokens"),
        ("{ __typename } #" + "x" * 50_000, "50,000 characters"),
        ("{ a " * 300, "nested"),
        ("{ " + "nothing " * 11 + "}", "10 faults"),
        ("{" + FIFTY + " more: __typename }", "50 root fields"),
        ("{" + "__typename " * 51 + "}", "50 root fields"),
        ("{" + FIFTY + " ...A } fragment A on Query { ... { more: __typename } ...A }", "50 root fields"),
        ("query A { __typename } query B {" + FIFTY + " more: __typename }", "50 root fields"),
        (deep(26), "25 levels"),
        (deep(13, "...A") + f"fragment A on Entity {deep(14)}", "25 levels"),
        (aliased(101), "100 fields with an alias"),
        (aliased(34, "...A") + "fragment A on Source { a: id b: id }", "100 fields with an alias"),
        (doubling(12), "100 fields with an alias"),
        ("{ __typename" + " @skip(if: false)" * 6 + "}", "5 directives at one place"),
        ("query" + " @a" * 6 + "{ __typename }", "5 directives at one place"),
        ("query ($a: Int" + " @a" * 6 + ") { __typename }", "5 directives at one place"),
        ("{" + "__typename @a @b @c @d @e " * 10 + "...A @a } fragment A on Query { __typename }", "50 in a document"),
        ("{ a: __schema { description } b: __schema { description } }", "__schema once"),
        ("{ __schema { types { fields { type { fields { name } } } } } }", "not inside one another"),
        (
            '{ __type(name: "A") { ...A } } fragment A on __Type { fields { type { interfaces { name } } } }',
            "not inside",
        ),
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


async def test_the_deepest_and_most_aliased(asking: Client) -> None:
    fifteen = deep(8, "...A") + f"fragment A on Entity {deep(8)}"
    for query in (deep(15), fifteen, "{" + "__typename @a @b @c @d @e " * 2 + "}"):
        found = await asking.ask(query)
        assert {error["extensions"]["code"] for error in found["errors"]} == {"BAD_INPUT"}, query
    names = " ".join(f"a{number}: id" for number in range(100))
    assert await asking.data(f"{{ node(id: 1) {{ {names} }} }}") == {"node": None}
    assert await asking.data("{" + "__typename @skip(if: false) " * 50 + "}") == {"__typename": "Query"}


async def test_the_standard_introspection(asking: Client) -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True, one_of=True)

    assert (await asking.data(query))["__schema"]["queryType"]["name"] == "Query"


@pytest.mark.parametrize(
    "query",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...C ...A } fragment C on Query { ...A }",
        "{ node(id: 1) { ...A } } fragment A on Source { sources { ...A } }",
        "{ a { ...A } } fragment A on Source { sources { ...B ...A } } fragment B on Source { sources { ...A } }",
    ],
)
async def test_fragments_in_a_circle(asking: Client, query: str) -> None:
    found = await asking.ask(query)

    assert found["data"] is None
    assert any("within itself" in error["message"] for error in found["errors"])


@pytest.mark.parametrize(
    "query",
    [
        "{" + " ".join(f"a{number}: __typename" for number in range(10_000)) + "}",
        "{ node(id: 1) {" + "id " * 980 + "} }",
        "{ node(id: 1) {" + "x" * 2_000_000 + "} }",
        "{ ...F0 }" + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(80)),
        doubling(25),
        "{" * 999,
        "{a(b:" + "[" * 990,
    ],
)
async def test_what_is_too_much_is_refused_at_once(asking: Client, query: str) -> None:
    """In processor time: an order of magnitude above what it takes, and below what would hurt others."""
    begun = time.process_time()
    answer = await asking.http.post("/graphql", json={"query": query})

    assert time.process_time() - begun < 1.0
    assert answer.json()["errors"]
    assert answer.json()["data"] is None
    assert await asking.data("{ __typename }") == {"__typename": "Query"}


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

    assert answer.json()["data"] == {"a": "Query"}


@pytest.mark.parametrize("query", ["{ }", "{ countries { } }", "{ ...A } fragment A on Query { }"])
async def test_a_selection_of_nothing_is_no_document(asking: Client, query: str) -> None:
    answer = await asking.http.post("/graphql", json={"query": query})

    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert error["message"].startswith("Syntax Error")
