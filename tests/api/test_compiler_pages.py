"""Page after page, forward and backward, in drawn orders under drawn filters: every row once, as plain Python pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import build_schema, graphql_sync

from api.schema import sdl
from kb.db import Database
from tests.api.conftest import Client, serving
from tests.drawn_documents import Document
from tests.drawn_graphs import drawn_graph
from tests.reference_graph import World, read_world, root

pytestmark = pytest.mark.anyio

SCHEMA = build_schema(sdl())
PAGE = """totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"""
LISTS = ("countries", "organisations", "productionHubs", "measures", "tradeAgreements", "sources")
LINKS = (
    ("country", "country:chn", "exportsTo", "TradesWithCountry"),
    ("country", "country:chn", "targetedBy", "TargetsMeasure"),
    ("productionHub", "hub:a", "servedBy", "ServesEntity"),
    ("organisation", "org:a", "presentIn", "PresentInEntity"),
    ("good", "good:a", "madeBy", "MakesEntity"),
)


@pytest.fixture(scope="module")
async def service(whole_base: Database) -> AsyncIterator[Client]:
    whole_base.clear()
    whole_base.write(drawn_graph(1, size=5))
    async with serving(whole_base) as found:
        yield found


@pytest.fixture(scope="module")
def world(service: Client, whole_base: Database) -> World:
    return read_world(whole_base)


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", LISTS)
async def test_the_nodes_of_a_label(service: Client, world: World, name: str, seed: int, backward: bool) -> None:
    kind: Any = SCHEMA.query_type.fields[name].type  # type: ignore[union-attr]
    label = kind.name.removesuffix("Connection")
    cut = "last: $n, before: $cursor" if backward else "first: $n, after: $cursor"
    query = f"""query ($where: {label}Filter, $orderBy: [{label}Order!], $n: Int, $cursor: String) {{
        page: {name}(where: $where, orderBy: $orderBy, allDates: true, {cut}) {{ {PAGE} }} }}"""

    await _walk(service, world, query, _variables(label, seed), backward)


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("link", LINKS, ids=lambda link: link[2])
async def test_the_links_of_a_node(
    service: Client, world: World, link: tuple[str, ...], seed: int, backward: bool
) -> None:
    one, identifier, field, name = link
    cut = "last: $n, before: $cursor" if backward else "first: $n, after: $cursor"
    query = f"""query ($where: {name}Filter, $orderBy: [{name}Order!], $n: Int, $cursor: String) {{
        {one}(id: "{identifier}", allDates: true) {{
            page: {field}(where: $where, orderBy: $orderBy, {cut}) {{ {PAGE} }} }} }}"""

    await _walk(service, world, query, _variables(name, seed), backward)


def _variables(name: str, seed: int) -> dict[str, Any]:
    drawn = Document(SCHEMA, seed)
    where = drawn.value(f"{name}Filter") if seed % 3 == 2 else None
    return {"where": where, "orderBy": drawn.value(f"[{name}Order!]"), "n": (2, 3, 1, 4)[seed % 4]}


async def _walk(service: Client, world: World, query: str, variables: dict[str, Any], backward: bool) -> None:
    """Turn the pages on both sides, each with its own cursors, and read all rows at once as well."""
    whole = [row["node"]["id"] for row in _page(await service.data(query, **variables | {"n": 1000}))["edges"]]
    given: dict[str, Any] = {}
    wanted: dict[str, Any] = {}
    seen: list[str] = []
    more, cursor = ("hasPreviousPage", "startCursor") if backward else ("hasNextPage", "endCursor")
    while not given or given["pageInfo"][more]:
        ours, theirs = (page["pageInfo"][cursor] if page else None for page in (given, wanted))
        given = _page(await service.data(query, **variables, cursor=ours))
        wanted = _page(_plain(world, query, variables | {"cursor": theirs}))
        ids = [row["node"]["id"] for row in given["edges"]]
        assert _told(given) == _told(wanted)
        assert [row["cursor"] for row in given["edges"]][:: len(ids) - 1 or 1][:2] in (
            [],
            [given["pageInfo"]["startCursor"]],
            [given["pageInfo"]["startCursor"], given["pageInfo"]["endCursor"]],
        )
        seen = ids + seen if backward else seen + ids
        assert len(seen) <= len(whole)
    assert seen == whole
    assert wanted["totalCount"] == len(whole)


def _page(data: dict[str, Any]) -> dict[str, Any]:
    """The page, be it a root field or a field of one."""
    [only] = data.values()
    found: dict[str, Any] = only if "edges" in only else only["page"]
    return found


def _told(page: dict[str, Any]) -> Any:
    info = page["pageInfo"]
    ends = [info["startCursor"] is None, info["endCursor"] is None]
    rows = [row["node"]["id"] for row in page["edges"]]
    return page["totalCount"], info["hasNextPage"], info["hasPreviousPage"], ends, rows


def _plain(world: World, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    today = datetime.now(UTC).date().isoformat()
    found = graphql_sync(SCHEMA, query, root(world, today), variable_values=variables)
    assert found.errors is None, found.errors
    assert found.data is not None
    return found.data


async def test_rows_that_come_and_go_elsewhere_do_not_move_a_cursor(service: Client, whole_base: Database) -> None:
    whole_base.change("UNWIND range(10, 19) AS i CREATE (:Entity:Hazard {id: 'hazard:g' + i, name: 'moved ' + i})")
    query = """query ($after: String) {
        hazards(where: {name: {startsWith: "moved"}}, orderBy: {field: NAME, direction: DESC},
                first: 3, after: $after) {
            nodes { id } pageInfo { endCursor } } }"""
    first = (await service.data(query))["hazards"]

    whole_base.change("UNWIND ['18a', '16a'] AS i CREATE (:Entity:Hazard {id: 'hazard:n' + i, name: 'moved ' + i})")
    whole_base.change("MATCH (h:Hazard {id: 'hazard:g17'}) DETACH DELETE h")  # where the cursor stands
    second = (await service.data(query, after=first["pageInfo"]["endCursor"]))["hazards"]

    assert [row["id"] for row in first["nodes"]] == ["hazard:g19", "hazard:g18", "hazard:g17"]
    assert [row["id"] for row in second["nodes"]] == ["hazard:n16a", "hazard:g16", "hazard:g15"]
