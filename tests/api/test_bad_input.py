"""Every wrong value is refused by name, with what it must be and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio

FOLLOWING = [
    ('hub: "hub:nowhere"', "NOT_FOUND", "hub"),
    ('hub: "country:chn"', "BAD_INPUT", "hub"),
    ('hub: ""', "BAD_INPUT", "hub"),
    ("", "BAD_INPUT", "hub"),
    ("hub: [1]", "BAD_INPUT", "hub"),
    (f'hub: "{HUB}", to: "CHN"', "BAD_INPUT", "to"),
    (f'hub: "{HUB}", to: "country:chn"', "BAD_INPUT", "to"),
    (f'hub: "{HUB}", to: "XXX"', "NOT_FOUND", "to"),
    (f'hub: "{HUB}", to: "org:mizuho"', "BAD_INPUT", "to"),
    (f'hub: "{HUB}", to: "Viet Nam"', "BAD_INPUT", "to"),
    (f'hub: "{HUB}", moved: 0', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", moved: -0.5', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", moved: 1.01', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", moved: 1e999', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", moved: null', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", moved: "all"', "BAD_INPUT", "moved"),
    (f'hub: "{HUB}", asOf: "2021-02-30"', "BAD_INPUT", "asOf"),
    (f'hub: "{HUB}", asOf: "2021-2-3"', "BAD_INPUT", "asOf"),
    (f'hub: "{HUB}", asOf: 2021', "BAD_INPUT", "asOf"),
    (f'hub: "{HUB}", orderBy: SIZE', "BAD_INPUT", "orderBy"),
    (f'hub: "{HUB}", categories: [BANKS]', "BAD_INPUT", "categories"),
    (f'hub: "{HUB}", priors: {{abilityWithout: 1.5}}', "BAD_INPUT", "priors.abilityWithout"),
    (f'hub: "{HUB}", priors: {{needRemote: {{value: 2}}}}', "BAD_INPUT", "priors.needRemote.value"),
    (f'hub: "{HUB}", priors: {{needRemote: {{value: "x"}}}}', "BAD_INPUT", "priors.needRemote.value"),
    (f'hub: "{HUB}", moove: 1', "BAD_INPUT", "moove"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "argument"), FOLLOWING)
async def test_a_literal(asking: Client, arguments: str, code: str, argument: str) -> None:
    given = f"({arguments})" if arguments else ""
    found = await asking.ask(f"{{ servicesFollowing{given} {{ totalCount }} }}")

    _refused(found, code, argument)


@pytest.mark.parametrize("prior", [{"value": 0.5, "low": 0.6}, {"value": 0.5, "high": 0.4},
                                   {"value": 0.5, "low": 0.7, "high": 0.6}])  # fmt: skip
async def test_priors_in_the_wrong_order(asking: Client, prior: dict[str, float]) -> None:
    query = "query ($id: ID!, $priors: FollowPriors) { servicesFollowing(hub: $id, priors: $priors) { totalCount } }"

    found = await asking.ask(query, id=HUB, priors={"needInCountry": prior})

    error = found["errors"][0]["extensions"]
    assert error["code"] == "BAD_INPUT"
    assert error["argument"].startswith("priors.needInCountry")


@pytest.mark.parametrize(
    ("kind", "name", "value", "argument"),
    [
        ("Date", "asOf", "2021-02-30", "asOf"),
        ("Date", "asOf", 7, "asOf"),
        ("Float!", "moved", "x", "moved"),
        ("Float", "moved", None, "moved"),
        ("FollowOrder!", "orderBy", "SIZE", "orderBy"),
        ("[ServiceCategory!]", "categories", ["FINANCIAL", "BANKS"], "categories"),
        ("FollowPriors", "priors", {"needRemote": {"value": "x"}}, "priors.needRemote.value"),
        ("FollowPriors", "priors", {"needRemote": {}}, "priors.needRemote"),
        ("FollowPriors", "priors", {"need": 1}, "priors"),
        ("ID", "to", {"id": 1}, "to"),
    ],
)
async def test_a_variable(asking: Client, kind: str, name: str, value: Any, argument: str) -> None:
    query = f'query ($x: {kind}) {{ servicesFollowing(hub: "{HUB}", {name}: $x) {{ totalCount }} }}'

    _refused(await asking.ask(query, x=value), "BAD_INPUT", argument)


async def test_a_variable_that_was_not_sent(asking: Client) -> None:
    found = await asking.ask("query ($hub: ID!) { servicesFollowing(hub: $hub) { totalCount } }")

    _refused(found, "BAD_INPUT", "hub")


async def test_a_variable_inside_an_input(asking: Client) -> None:
    query = 'query ($v: Float!) { servicesFollowing(hub: "a", priors: {needRemote: {value: $v}}) { totalCount } }'

    _refused(await asking.ask(query, v="x"), "BAD_INPUT", "priors.needRemote.value")


@pytest.mark.parametrize(
    ("selection", "argument"),
    [
        ("rows(first: 0) { phi }", "first"),
        ("rows(first: 1001) { phi }", "first"),
        ("rows(first: -1) { phi }", "first"),
        ("rows(offset: -1) { phi }", "offset"),
        ("rows(first: 99999999999) { phi }", "first"),
        ("rows(first: null) { phi }", "first"),
        ('rows(first: "2") { phi }', "first"),
        ("rows { evidence(first: 0) { basis } }", "first"),
        ("rows { evidence(offset: 0) { basis } }", "offset"),
    ],
)
async def test_a_page(asking: Client, selection: str, argument: str) -> None:
    found = await asking.ask(f'{{ servicesFollowing(hub: "{HUB}") {{ {selection} }} }}')

    _refused(found, "BAD_INPUT", argument)


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ('text: ""', "text"),
        ('text: "  ?!"', "text"),
        ('text: "a", first: 0', "first"),
        ('text: "a", first: 1001', "first"),
        ('text: "a", labels: [BANK]', "labels"),
        ("first: 1", "text"),
    ],
)
async def test_a_search(asking: Client, arguments: str, argument: str) -> None:
    _refused(await asking.ask(f"{{ search({arguments}) {{ score }} }}"), "BAD_INPUT", argument)


@pytest.mark.parametrize(
    "query",
    ["{", "{ nothing }", "{ node }", "mutation { a }", "subscription { a }",
     "query A { __typename } query B { __typename }", "{ ...A } fragment A on Query { ...A }",
     "{" * 5000, "\ufeff", "{ health }"],
)  # fmt: skip
async def test_a_document(asking: Client, query: str) -> None:
    found = await asking.ask(query)

    assert found["data"] is None
    assert {error["extensions"]["code"] for error in found["errors"]} == {"BAD_INPUT"}


async def test_a_failed_field_leaves_the_others(asking: Client) -> None:
    query = """{ a: servicesFollowing(hub: "%s", moved: 3) { totalCount }
                 b: servicesFollowing(hub: "%s") { totalCount } c: node(id: "country:chn") { id } }"""
    found = await asking.ask(query % (HUB, HUB))

    assert found["data"] == {"a": None, "b": {"totalCount": 3}, "c": {"id": "country:chn"}}
    assert [error["path"] for error in found["errors"]] == [["a"]]


def _refused(found: dict[str, Any], code: str, argument: str) -> None:
    data = found["data"]
    assert data is None or all(value is None for value in data.values())
    error = found["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == (code, argument), error
    assert error["message"]
    assert error["extensions"]["hint"]
    assert error["extensions"]["rule"]
    assert not any(word in str(found) for word in ("MATCH", "Neo4j", "neo4j", "Traceback", ".py"))
