"""What a request for nodes and links can get wrong: refused by name, harmless, and the next request is answered."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from kb.db import Database
from tests.api.conftest import HUB, Client, draw, serving

pytestmark = pytest.mark.anyio

EVERYTHING = (
    "MATCH (n) OPTIONAL MATCH (n)-[l]->(m) RETURN properties(n) AS n, type(l) AS t, properties(l) AS l, m.id AS m"
)


@pytest.fixture(scope="module")
async def service(whole_base: Database) -> AsyncIterator[Client]:
    """The service on the drawn picture, in which nothing has changed at the end."""
    draw(whole_base)
    before = sorted(map(str, whole_base.rows(EVERYTHING)))
    async with serving(whole_base) as found:
        yield found
    assert sorted(map(str, whole_base.rows(EVERYTHING))) == before


COUNTRIES = [
    ("where: {population: {eq: null}}", "where.population.eq"),
    ("where: {name: {contains: null}}", "where.name.contains"),
    ("where: {name: {isNull: null}}", "where.name.isNull"),
    ("where: {aliases: {contains: null}}", "where.aliases.contains"),
    ("where: {iso3: {in: []}}", "where.iso3.in"),
    ("where: {iso3: {in: null}}", "where.iso3.in"),
    ("where: {iso3: {in: [null]}}", "where.iso3.in"),
    ("where: {NOT: {AND: [{}, {iso3: {notIn: []}}]}}", "where.NOT.AND.iso3.notIn"),
    ("where: {OR: []}", "where.OR"),
    ("where: {OR: [null]}", "where.OR"),
    ("where: {exportsTo: {some: {NOT: {OR: []}}}}", "where.exportsTo.some.NOT.OR"),
    ("where: {exportsTo: {none: {link: {year: {lt: null}}}}}", "where.exportsTo.none.link.year.lt"),
    ("where: {exportsTo: {all: {node: {iso3: {in: []}}}}}", "where.exportsTo.all.node.iso3.in"),
    ("where: {exportsTo: {most: {}}}", "where.exportsTo.most"),
    ("where: {nothing: {eq: 1}}", "where.nothing"),
    ("where: {population: {near: 1}}", "where.population.near"),
    ('where: {population: {eq: "1"}}', "where.population.eq"),
    ("where: {latitude: {eq: 1, gt: -1e309}}", "where.latitude.gt"),
    ("where: {population: {eq: 1.5}}", "where.population.eq"),
    ("where: {population: {eq: true}}", "where.population.eq"),
    ("where: {population: {eq: 9223372036854775808}}", "where.population.eq"),
    ("where: {population: {gt: -9223372036854775809}}", "where.population.gt"),
    ("where: {population: {in: [1, 99999999999999999999999]}}", "where.population.in"),
    ("where: {exportsTo: {some: {link: {year: {eq: 2147483648}}}}}", "where.exportsTo.some.link.year.eq"),
    ("where: {latitude: {lt: 1e999}}", "where.latitude.lt"),
    ("where: {latitude: {in: [0, -1e999]}}", "where.latitude.in"),
    ('where: {latitude: {eq: "1"}}', "where.latitude.eq"),
    ("where: {name: {eq: 1}}", "where.name.eq"),
    ('where: {since: {eq: "2021-02-30"}}', "where.since.eq"),
    ("where: {since: {eq: 2021}}", "where.since.eq"),
    ('where: {landlocked: {eq: "yes"}}', "where.landlocked.eq"),
    ("where: [{}, {}]", "where"),
    ('where: "}) DETACH DELETE n //"', "where"),
    ("orderBy: {field: POPULATION, direction: null}", "orderBy.direction"),
    ("orderBy: {field: POPULATION, direction: UP}", "orderBy.direction"),
    ("orderBy: {field: ALIASES}", "orderBy.field"),
    ("orderBy: {field: population}", "orderBy.field"),
    ('orderBy: {field: "n.name) DETACH DELETE (n"}', "orderBy.field"),
    ("orderBy: {}", "orderBy"),
    ("orderBy: [null]", "orderBy"),
    ("first: -1", "first"),
    ("last: -1", "last"),
    ("first: 10001", "first"),
    ("last: 10001", "last"),
    ("first: 2147483648", "first"),
    ("first: 1.0", "first"),
    ('first: "1"', "first"),
    ("first: 1, last: 1", "last"),
    ('asOf: "today"', "asOf"),
    ('asOf: "2021-02-30"', "asOf"),
    ("allDates: null", "allDates"),
    ('allDates: "no"', "allDates"),
    ("offset: 1", "offset"),
    ("after: 1", "after"),
]


@pytest.mark.parametrize(("arguments", "argument"), COUNTRIES)
async def test_arguments_of_a_connection(service: Client, arguments: str, argument: str) -> None:
    found = await service.ask(f"{{ countries({arguments}) {{ totalCount edges {{ node {{ name }} }} }} }}")

    await _refused(service, found, argument)


SERVED = [
    ("where: {link: {sellerShare: {gt: null}}}", "where.link.sellerShare.gt"),
    ("where: {node: {roles: {contains: SUPPLIER}}}", "where.node.roles"),
    ("where: {node: {aliases: {contains: []}}}", "where"),
    ("where: {link: {service: {in: []}}}", "where.link.service.in"),
    ("where: {link: {basis: {eq: GUESSED}}}", "where.link.basis.eq"),
    ("where: {link: {year: {eq: 2147483648}}}", "where.link.year.eq"),
    ("where: {link: {sellerShare: {eq: 1e400}}}", "where.link.sellerShare.eq"),
    ("where: {OR: []}", "where.OR"),
    ("orderBy: {}", "orderBy"),
    ("orderBy: {direction: DESC}", "orderBy"),
    ("orderBy: [{link: SINCE}, {link: SINCE, node: NAME}]", "orderBy"),
    ("orderBy: {link: NAME}", "orderBy.link"),
    ("orderBy: {link: SINCE, direction: null}", "orderBy.direction"),
    ("first: -1", "first"),
    ("last: 10001", "last"),
    ("first: 0, last: 0", "last"),
    ('asOf: "2021-01-01"', "asOf"),
]


@pytest.mark.parametrize(("arguments", "argument"), SERVED)
async def test_arguments_of_links(service: Client, arguments: str, argument: str) -> None:
    query = f'{{ productionHub(id: "{HUB}") {{ id servedBy({arguments}) {{ totalCount nodes {{ name }} }} }} }}'

    await _refused(service, await service.ask(query), argument)


VARIABLES = [
    ("CountryFilter", "where", {"population": {"eq": None}}, "where.population.eq"),
    ("CountryFilter", "where", {"iso3": {"in": []}}, "where.iso3.in"),
    ("CountryFilter", "where", {"iso3": {"in": ["CHN", None]}}, "where.iso3.in"),
    ("CountryFilter", "where", {"NOT": {"OR": []}}, "where.NOT.OR"),
    ("CountryFilter", "where", {"nothing": {}}, "where"),
    ("CountryFilter", "where", {"population": {"eq": 2**63}}, "where.population.eq"),
    ("CountryFilter", "where", {"population": {"eq": "a"}}, "where.population.eq"),
    ("CountryFilter", "where", {"population": {"eq": True}}, "where.population.eq"),
    ("CountryFilter", "where", {"latitude": {"eq": "1"}}, "where.latitude.eq"),
    ("CountryFilter", "where", {"exportsTo": {"some": {"link": {"year": {"eq": 2**31}}}}},
     "where.exportsTo.some.link.year.eq"),
    ("CountryFilter", "where", {"name": {"`x`": 1}}, "where.name"),
    ("CountryFilter", "where", [], "where"),
    ("[CountryOrder!]", "orderBy", [{"field": "NAME", "direction": None}], "orderBy.direction"),
    ("[CountryOrder!]", "orderBy", [{"field": "n.name"}], "orderBy.field"),
    ("[CountryOrder!]", "orderBy", [{}], "orderBy"),
    ("Int", "first", -1, "first"),
    ("Int", "first", 10_001, "first"),
    ("Int", "last", 2**31, "last"),
    ("Int", "first", 1.5, "first"),
    ("Int", "first", True, "first"),
    ("String", "after", 7, "after"),
    ("String", "after", "x", "after"),
    ("Date", "asOf", "2021-13-01", "asOf"),
    ("Boolean", "allDates", None, "allDates"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "value", "argument"), VARIABLES)
async def test_variables(service: Client, kind: str, name: str, value: Any, argument: str) -> None:
    query = f"query ($x: {kind}) {{ countries({name}: $x) {{ totalCount nodes {{ name }} }} }}"

    await _refused(service, await service.ask(query, x=value), argument)


@pytest.mark.parametrize("text", ["1e999", "-1e999", "NaN", "Infinity"])
async def test_numbers_that_are_not_finite(service: Client, text: str) -> None:
    query = "query ($x: Float) { countries(where: {latitude: {lt: $x}}) { totalCount } }"
    body = f'{{"query": {json.dumps(query)}, "variables": {{"x": {text}}}}}'
    answer = await service.http.post("/graphql", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {200, 400}
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"BAD_INPUT"}
    await _works(service)


@pytest.mark.parametrize(
    ("query", "argument"),
    [
        ("{ country { name } }", "id"),
        ("{ country(id: null) { name } }", "id"),
        ('{ country(id: "") { name } }', "id"),
        ('{ country(id: "hub:x") { name } }', "id"),
        ('{ country(id: "country:x`}) DETACH DELETE n //") { name } }', "id"),
        ('{ country(id: "%s") { name } }' % ("a" * 10_000), "id"),
        ("{ country(id: {}) { name } }", "id"),
        ("{ node(id: true) { id } }", "id"),
        ("query ($x: Float = 1e999) { countries(where: {latitude: {lt: $x}}) { totalCount } }", "where.latitude.lt"),
        ("{ nodes { id } }", "ids"),
        ("{ nodes(ids: null) { id } }", "ids"),
        ("{ nodes(ids: [null]) { id } }", "ids"),
        ("{ countries { edges { node { exportsTo(fist: 1) { totalCount } } } } }", "fist"),
    ],
)  # fmt: skip
async def test_ids_and_names_of_arguments(service: Client, query: str, argument: str) -> None:
    await _refused(service, await service.ask(query), argument)


@pytest.mark.parametrize(
    "query",
    [
        "{ countries { nme } }",
        "{ countries { nodes { nme } } }",
        "{ cuntries { totalCount } }",
        "{ countries { nodes } }",
        "{ countries { totalCount { x } } }",
        '{ node(id: "country:chn") { name } }',
        "{ countries { nodes { ... on Organisation { name } } } }",
        "{ countries { aggregate { avg { name } } } }",
        "{ countries { a: totalCount a: edges { cursor } } }",
        "{ countries { `totalCount` } }",
    ],
)
async def test_fields_that_are_not_there(service: Client, query: str) -> None:
    found = await service.ask(query)

    assert found["data"] is None
    assert {error["extensions"]["code"] for error in found["errors"]} == {"BAD_INPUT"}
    await _works(service)


HOSTILE = ["`", "'", '"', "\\", "$p0", "{$p1}", "*/ RETURN 1 //", "'}) DETACH DELETE n //", "` DETACH DELETE `", "\x00",
           "\u202e", "\ufeff", "\U0001d56c", "é\u0301", "\n\r\t", "%s%n{0}", "a" * 5_000, "\\u0027"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_texts(service: Client, text: str) -> None:
    """As values in a filter, in the document or beside it, they meet nothing; as a node's id, there is none."""
    query = f"""query ($x: String!, $id: ID!) {{
        a: countries(where: {{OR: [{{name: {{eq: $x}}}}, {{name: {{in: [$x]}}}}, {{iso3: {{gt: $x, lt: $x}}}}]}}) {{
            totalCount }}
        b: countries(where: {{name: {{eq: {json.dumps(text)}}}, aliases: {{contains: {json.dumps(text)}}}}}) {{
            totalCount }}
        c: node(id: $id) {{ id }} d: nodes(ids: [$id, {json.dumps(text)}]) {{ id }}
        e: organisations(where: {{name: {{startsWith: $x, endsWith: $x, contains: $x}}, NOT: {{name: {{ne: $x}}}}}}) {{
            totalCount }} }}"""
    nothing = {"totalCount": 0}

    assert await service.data(query, x=text, id=text) == {
        "a": nothing, "b": nothing, "c": None, "d": [None, None], "e": nothing}  # fmt: skip
    await _refused(service, await service.ask("query ($id: ID!) { country(id: $id) { id } }", id=text), "id")
    query = "query ($x: String!) { countries(after: $x) { totalCount nodes { id } } }"
    await _refused(service, await service.ask(query, x=text), "after")


async def test_every_byte_of_a_cursor_counts(service: Client) -> None:
    query = "query ($c: String) { countries(first: 1, after: $c) { nodes { id } pageInfo { endCursor } } }"
    cursor = (await service.data(query))["countries"]["pageInfo"]["endCursor"]
    whole = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    wrong = [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(len(whole))]
    texts = [base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in wrong]
    texts += [
        cursor[:-1],
        cursor[1:],
        cursor + "A",
        cursor * 2,
        cursor + "!",
        " " + cursor,
        cursor + "=",
        "",
        "AQ",
        "é",
    ]

    for text in texts:
        if text != cursor:
            await _refused(service, await service.ask(query, c=text), "after")
    [after] = (await service.data(query, c=cursor))["countries"]["nodes"]
    assert after["id"] == "country:fra"


@pytest.mark.parametrize(
    "field",
    [
        "countries(orderBy: {field: NAME}, after: $c)",
        "countries(orderBy: {field: ID, direction: DESC}, after: $c)",
        "countries(last: 1, before: $c, orderBy: [{field: SINCE}, {field: ID}])",
        "organisations(after: $c)",
    ],
)
async def test_a_cursor_of_another_order(service: Client, field: str) -> None:
    cursor = (await service.data("{ countries(first: 1) { edges { cursor } } }"))["countries"]["edges"][0]["cursor"]

    found = await service.ask(f"query ($c: String) {{ {field} {{ totalCount nodes {{ id }} }} }}", c=cursor)

    await _refused(service, found, "before" if "before" in field else "after")


async def _refused(service: Client, found: dict[str, Any], argument: str) -> None:
    """One error that names the argument, tells nothing of the inside, and leaves the service able to answer."""
    assert found["data"] is None or all(value is None for value in found["data"].values()), found
    error = found["errors"][0]
    assert (error["extensions"]["code"], error["extensions"].get("argument")) == ("BAD_INPUT", argument), error
    assert error["message"]
    assert error["extensions"]["rule"]
    assert error["extensions"]["hint"]
    assert not any(word in str(found) for word in ("MATCH (", "COLLECT", "neo4j", "Traceback", ".py"))
    await _works(service)


async def _works(service: Client) -> None:
    assert await service.data('{ country(id: "CHN") { name } }') == {"country": {"name": "China"}}
