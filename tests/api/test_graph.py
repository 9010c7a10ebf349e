"""Nodes and links over HTTP: what one operation gives, in literal answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio


async def names(client: Client, field: str, **variables: Any) -> list[str]:
    """Names of the nodes that a connection at the root gives."""
    data = await client.data(f"query {variables.pop('head', '')} {{ x: {field} {{ nodes {{ name }} }} }}", **variables)
    return [node["name"] for node in data["x"]["nodes"]]


async def test_a_walk_with_properties_of_links(asking: Client) -> None:
    data = await asking.data(
        f"""{{ productionHub(id: "{HUB}") {{
          name locatedIn {{ iso3 }}
          operators {{ totalCount edges {{ capacityShare basis sources {{ title }} node {{ name }} }} }}
          servedBy(orderBy: {{link: SELLER_SHARE, direction: DESC}}) {{
            edges {{ sellerShare service node {{ __typename name ... on Organisation {{ roles }} }} }} }} }} }}"""
    )

    hub = data["productionHub"]
    assert (hub["name"], hub["locatedIn"]) == ("Guangdong", {"iso3": "CHN"})
    assert hub["operators"] == {
        "totalCount": 1,
        "edges": [
            {
                "capacityShare": 0.5,
                "basis": "OBSERVED",
                "sources": [{"title": "drawn"}],
                "node": {"name": "Foxconn"},
            }
        ],
    }
    assert [(edge["sellerShare"], edge["node"]["name"]) for edge in hub["servedBy"]["edges"]] == [
        (0.5, "Crédit-Agricole"),
        (0.25, "Mizuho"),
        (None, "none"),
    ]
    assert hub["servedBy"]["edges"][1]["node"]["roles"] == ["FINANCIAL_SERVICE_PROVIDER"]


async def test_role_labels_have_names_of_their_own(asking: Client) -> None:
    """In the graph a role is `FinancialServiceProvider`, as labels are written."""
    query = """query Q($role: Role!) { given: organisations(where: {roles: {contains: $role}}) { nodes { name roles } }
        written: organisations(where: {roles: {contains: FINANCIAL_SERVICE_PROVIDER}}) { nodes { name roles } } }"""

    data = await asking.data(query, role="FINANCIAL_SERVICE_PROVIDER")

    assert {"name": "Mizuho", "roles": ["FINANCIAL_SERVICE_PROVIDER"]} in data["given"]["nodes"]
    assert data["given"] == data["written"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("{name: {contains: 'VIET'}}", ["Vietnam"]),
        ("{name: {startsWith: 'c'}}", ["China"]),
        ("{iso3: {in: ['VNM', 'CHN']}}", ["China", "Vietnam"]),
        ("{population: {gt: 5}}", ["China"]),
        ("{population: {isNull: true}, iso3: {ne: 'JPN'}, NOT: {iso3: {eq: 'FRA'}}}", ["Vietnam"]),
        ("{OR: [{iso3: {eq: 'FRA'}}, {population: {gte: 1400000000000}}]}", ["China", "fra"]),
        ("{aliases: {contains: 'chn'}}", ["China"]),
        ("{productionHubs: {some: {node: {operators: {single: {node: {name: {eq: 'Foxconn'}}}}}}}}", ["China"]),
        ("{headquartersOf: {some: {}}, productionHubs: {none: {}}}", ["fra", "jpn"]),
        ("{presentOrganisations: {all: {node: {id: {eq: 'org:none'}}}}, iso3: {eq: 'VNM'}}", []),
    ],
)
async def test_filters(asking: Client, where: str, found: list[str]) -> None:
    assert await names(asking, f"countries(where: {where})".replace("'", '"')) == found


async def test_a_filter_and_an_order_as_variables(asking: Client) -> None:
    head = "($where: CountryFilter, $order: [CountryOrder!], $first: Int)"
    field = "countries(where: $where, orderBy: $order, first: $first)"
    order = [{"field": "POPULATION", "direction": "DESC"}, {"field": "NAME", "direction": "DESC"}]

    every = ["China", "jpn", "fra", "Vietnam"]
    for first in (2, 3, None):
        assert await names(asking, field, head=head, where={}, order=order, first=first) == every[:first]
    where = {"name": {"contains": "A"}, "NOT": {"iso3": {"in": ["FRA"]}}}
    assert await names(asking, field, head=head, where=where, order=order) == ["China", "Vietnam"]
    where = {"name": {"contains": "a"}, "NOT": {"iso3": {"in": ["CHN", "FRA"]}}}
    assert await names(asking, field, head=head, where=where, order=order) == ["Vietnam"]


@pytest.mark.parametrize("order", ["", "orderBy: {field: POPULATION}", "orderBy: {field: POPULATION, direction: DESC}"])
async def test_pages_forward_and_backward(asking: Client, order: str) -> None:
    whole = await names(asking, f"countries({order} first: 100)")
    page = "nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    forward, cursor = [], None
    while True:
        query = f"query($c: String) {{ x: countries({order} first: 3, after: $c) {{ {page} }} }}"
        found = (await asking.data(query, c=cursor))["x"]
        assert found["pageInfo"]["hasPreviousPage"] is (cursor is not None)
        forward += [node["name"] for node in found["nodes"]]
        cursor = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert forward == whole
    backward: list[str] = []
    cursor = None
    while True:
        query = f"query($c: String) {{ x: countries({order} last: 3, before: $c) {{ {page} }} }}"
        found = (await asking.data(query, c=cursor))["x"]
        backward = [node["name"] for node in found["nodes"]] + backward
        cursor = found["pageInfo"]["startCursor"]
        if not found["pageInfo"]["hasPreviousPage"]:
            break
    assert backward == whole


async def test_several_roots_of_different_arguments_and_one_at_fault(asking: Client) -> None:
    found = await asking.ask(
        """{ a: countries(first: 1) { nodes { id } } b: countries(first: 1, after: "AQ") { nodes { id } }
             c: nodes(ids: ["org:mizuho", "org:nobody", "country:vnm"]) { __typename id ... on Country { iso3 } }
             country(id: "vnm") { name } d: country(id: "country:nowhere") { name } }"""
    )

    assert found["data"] == {
        "a": {"nodes": [{"id": "country:chn"}]},
        "b": None,
        "c": [
            {"__typename": "Organisation", "id": "org:mizuho"},
            None,
            {"__typename": "Country", "id": "country:vnm", "iso3": "VNM"},
        ],
        "country": {"name": "Vietnam"},
        "d": None,
    }
    assert {error["path"][0]: error["extensions"]["argument"] for error in found["errors"]} == {"b": "after"}


async def test_the_date_holds_for_everything_below(asking: Client) -> None:
    query = """query($day: Date, $all: Boolean!) { a: organisation(id: "org:mizuho", asOf: $day, allDates: $all) {
      since headquarteredIn { name } } }"""

    assert (await asking.data(query, day="1899-12-31", all=False))["a"] is None
    assert (await asking.data(query, day="1900-01-01", all=False))["a"]["since"] == "1900-01-01"
    assert (await asking.data(query, day="1899-12-31", all=True))["a"]["headquarteredIn"] == {"name": "jpn"}


async def test_figures(asking: Client) -> None:
    data = await asking.data(
        f"""{{ countries {{ totalCount aggregate {{ count min {{ population name: since }} avg {{ population }} }} }}
           productionHub(id: "{HUB}") {{ servedBy {{ aggregate {{ count
             link {{ max {{ sellerShare }} sum {{ sellerShare }} avg {{ valueUsd }} }}
             node {{ min {{ since }} }} }} }} }} }}"""
    )

    count = data["countries"]["totalCount"]
    assert data["countries"]["aggregate"] == {
        "count": count,
        "min": {"population": 1_400_000_000_000, "name": None},
        "avg": {"population": 1.4e12},
    }
    assert data["productionHub"]["servedBy"]["aggregate"] == {
        "count": 3,
        "link": {"max": {"sellerShare": 0.5}, "sum": {"sellerShare": 0.75}, "avg": {"valueUsd": None}},
        "node": {"min": {"since": "1900-01-01"}},
    }


async def test_nodes_of_answers_can_be_walked_on(asking: Client) -> None:
    data = await asking.data(
        f"""{{ servicesFollowing(hub: "{HUB}", to: "VNM") {{ rows(first: 1) {{ provider {{ name
             headquarteredIn {{ name }} presentIn(first: 5) {{ edges {{ basis node {{ id }} }} }} }} }} }}
           search(text: "foxconn") {{ node {{ ... on Organisation {{ operatesIn {{ nodes {{ name }} }} }} }} }} }}"""
    )

    [row] = data["servicesFollowing"]["rows"]
    assert row["provider"] == {
        "name": "Crédit-Agricole",
        "headquarteredIn": {"name": "fra"},
        "presentIn": {"edges": [{"basis": "OBSERVED", "node": {"id": "country:vnm"}}]},
    }
    assert data["search"] == [{"node": {"operatesIn": {"nodes": [{"name": "Guangdong"}]}}}]


async def test_what_is_written_out_too_often_is_refused(asking: Client) -> None:
    fragments = "".join(
        f"fragment F{n} on Country {{ a: borders(first: 1) {{ nodes {{ ...F{n + 1} }} }} "
        f"b: borders(first: 1) {{ nodes {{ ...F{n + 1} }} }} }} "
        for n in range(6)
    )
    wide = " ".join(f"c{n}: borders(first: 1) {{ totalCount }}" for n in range(9))
    fragments += f"fragment F6 on Country {{ {wide} }}"
    found = await asking.ask(f'{{ country(id: "CHN") {{ ...F0 }} }} {fragments}')

    [error] = found["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
