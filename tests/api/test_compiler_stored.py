"""Values in the database that the schema does not allow: told as a fault of ours, with an id, field by field."""

from __future__ import annotations

import logging

import pytest

from kb.db import Database
from tests.api.conftest import Client

pytestmark = pytest.mark.anyio

GOOD = "CREATE (:Entity:Country {id: 'country:chn', name: 'China', iso3: 'CHN'})"


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ("population: 'many'", "population"),
        ("population: 1.5", "population"),
        ("population: true", "population"),
        ("population: [1]", "population"),
        ("latitude: '1'", "latitude"),
        ("latitude: 1e308 * 10", "latitude"),
        ("latitude: 0.0 / 0.0", "latitude"),
        ("landlocked: 'no'", "landlocked"),
        ("landlocked: 0", "landlocked"),
        ("region: 7", "region"),
        ("aliases: 'one'", "aliases"),
        ("aliases: [1, 2]", "aliases"),
        ("aliases: true", "aliases"),
        ("since: 7", "since"),
        ("sources: 7", "sources { id }"),
        ("since: 'yesterday'", "since"),
        ("since: datetime('2021-01-01T00:00:00Z')", "since"),
        ("population: date('2021-01-01')", "population"),
        ("region: point({x: 1, y: 2})", "region"),
    ],
)
async def test_a_value_of_another_type(
    client: Client, base: Database, caplog: pytest.LogCaptureFixture, stored: str, field: str
) -> None:
    base.change(GOOD)
    base.change(f"CREATE (:Entity:Country {{id: 'country:bad', name: 'Bad', iso3: 'BAD', {stored}}})")
    query = f"""{{ good: country(id: "CHN") {{ {field} name }} bad: country(id: "BAD", allDates: true) {{ {field} }}
        ids: countries(allDates: true) {{ nodes {{ id }} }}
        all: countries(allDates: true) {{ nodes {{ {field} }} }} }}"""

    with caplog.at_level(logging.ERROR):
        found = await client.ask(query)

    data = found["data"]
    assert data["good"]["name"] == "China"
    assert data["ids"] == {"nodes": [{"id": "country:bad"}, {"id": "country:chn"}]}
    assert (data["bad"], data["all"]) == (None, None)
    assert sorted(error["path"][0] for error in found["errors"]) == ["all", "bad"]
    for error in found["errors"]:
        assert error["extensions"]["code"] == "INTERNAL"
        assert error["extensions"]["id"] in caplog.text
    assert await client.data('{ country(id: "CHN") { name } }') == {"country": {"name": "China"}}


@pytest.mark.parametrize(("missing", "field"), [("name", "name"), ("iso3", "iso3")])
async def test_a_value_that_must_be_there(client: Client, base: Database, missing: str, field: str) -> None:
    base.change(GOOD)
    base.change(f"MATCH (c:Country) REMOVE c.{missing}")

    found = await client.ask(f'{{ bad: country(id: "CHN") {{ {field} }} good: country(id: "CHN") {{ id }} }}')

    assert found["data"] == {"bad": None, "good": {"id": "country:chn"}}
    assert [error["extensions"]["code"] for error in found["errors"]] == ["INTERNAL"]


async def test_words_and_numbers_of_a_link(client: Client, base: Database) -> None:
    base.change(
        f"""{GOOD} CREATE (g:Entity:Good {{id: 'good:a', name: 'A'}}), (o:Entity:Organisation {{id: 'org:a', name: 'O',
        roles: ['Baker']}}) CREATE (o)-[:MAKES {{basis: 'GUESSED', year: 2147483648}}]->(g)"""
    )
    query = """{ basis: good(id: "good:a") { madeBy { edges { basis } } }
        year: good(id: "good:a") { madeBy { edges { year } } }
        roles: organisation(id: "org:a") { roles }
        most: good(id: "good:a") { madeBy { aggregate { link { max { year } } } } }
        sum: good(id: "good:a") { madeBy { aggregate { link { sum { year } } } } }
        count: good(id: "good:a") { madeBy { totalCount } } }"""

    found = await client.ask(query)

    assert {name: value is None for name, value in found["data"].items()} == {
        "basis": True, "year": True, "roles": True, "most": True, "sum": False, "count": False}  # fmt: skip
    assert {error["extensions"]["code"] for error in found["errors"]} == {"INTERNAL"}


async def test_a_value_that_the_database_cannot_reckon_with(client: Client, base: Database) -> None:
    """It refuses the whole statement; the other fields are told all the same, and what is wrong with arguments."""
    base.change(f"{GOOD} CREATE (:Entity:Country {{id: 'country:bad', name: 7, iso3: 'BAD', population: 'many'}})")
    query = """{ mean: countries { aggregate { avg { population } } }
        like: countries(where: {name: {contains: "a"}}) { totalCount }
        wrong: countries(first: -1) { totalCount } also: countries(where: {OR: []}) { totalCount }
        count: countries { totalCount } one: country(id: "CHN") { name } }"""

    found = await client.ask(query)

    assert found["data"] == {
        "mean": None, "like": None, "wrong": None, "also": None, "count": {"totalCount": 2}, "one": {"name": "China"}
    }  # fmt: skip
    assert {error["path"][0]: error["extensions"]["code"] for error in found["errors"]} == {
        "mean": "INTERNAL", "like": "INTERNAL", "wrong": "BAD_INPUT", "also": "BAD_INPUT"}  # fmt: skip


async def test_sums_beyond_64_bit(client: Client, base: Database) -> None:
    most = 2**63 - 1
    base.change(GOOD)
    base.change(f"UNWIND range(1, 3) AS i CREATE (:Entity:Country {{id: 'country:x' + i, name: 'x', iso3: toString(i), "
                f"population: {most}}})")  # fmt: skip

    data = await client.data(
        """{ countries { aggregate { count sum { population } avg { population } max { population } } }
             country(id: "CHN") { name } }"""
    )

    figures = data["countries"]["aggregate"]
    assert (figures["count"], figures["max"]) == (4, {"population": most})
    assert figures["sum"]["population"] == pytest.approx(3.0 * most)
    assert figures["avg"]["population"] == pytest.approx(float(most))


@pytest.mark.parametrize("size", [100, 3_000, 20_000])
async def test_a_cursor_of_a_long_name(client: Client, base: Database, size: int) -> None:
    base.change(
        "UNWIND range(1, 3) AS i CREATE (:Entity:Good {id: 'good:x' + i, name: $long + i})", {"long": "n" * size}
    )
    query = """query ($after: String) { goods(orderBy: {field: NAME}, first: 2, after: $after) {
        nodes { id } pageInfo { hasNextPage endCursor } } }"""

    first = (await client.data(query))["goods"]
    second = (await client.data(query, after=first["pageInfo"]["endCursor"]))["goods"]

    assert [row["id"] for row in first["nodes"] + second["nodes"]] == ["good:x1", "good:x2", "good:x3"]
