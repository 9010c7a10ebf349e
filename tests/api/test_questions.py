"""A question over GraphQL: rows, nodes, pages, selections."""

from __future__ import annotations

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio


async def test_the_main_question(asking: Client) -> None:
    data = await asking.data(
        """query ($hub: ID!) { servicesFollowing(hub: $hub, to: "vnm", asOf: "2022-06-30") {
             hub { id name } fromCountry { iso3 } toCountry { name } asOf moved totalCount unknownLinks
             priors { name value low high }
             totals { category providerCount follow: followUsd verdicts { verdict count } }
             rows { provider { name } service { id category } phi stake follow followLow followHigh remote lost
                    stakeUsd present agreement { id } barredBy { id } conditions { id } verdict basis unknownLinks }
           } }""",
        hub=HUB,
    )
    answer = data["servicesFollowing"]

    bank = {"id": "service:bank", "category": "FINANCIAL"}
    nothing = {"stakeUsd": None, "agreement": None, "barredBy": None, "conditions": [], "service": bank}
    rows = [{name: round(v, 6) if isinstance(v, float) else v for name, v in row.items()} for row in answer["rows"]]
    assert rows == [
        {"provider": {"name": "Crédit-Agricole"}, "phi": 0.5, "stake": 0.5, "follow": 0.3, "followLow": 0.2,
         "followHigh": 0.4, "remote": 0.2, "lost": 0.0, "present": True, "verdict": "FOLLOWS", "basis": "INFERRED",
         "unknownLinks": 0} | nothing,
        {"provider": {"name": "Mizuho"}, "phi": 0.3, "stake": 0.3, "follow": 0.045, "followLow": 0.03,
         "followHigh": 0.06, "remote": 0.12, "lost": 0.135, "present": False, "verdict": "LOST_TO_INCUMBENTS",
         "basis": "INFERRED", "unknownLinks": 0} | nothing,
        {"provider": {"name": "none"}, "phi": None, "stake": None, "follow": None, "followLow": None,
         "followHigh": None, "remote": None, "lost": None, "present": False, "verdict": "UNKNOWN",
         "basis": "OBSERVED", "unknownLinks": 1} | nothing,
    ]  # fmt: skip
    assert answer["hub"] == {"id": HUB, "name": "Guangdong"}
    assert (answer["fromCountry"], answer["toCountry"]) == ({"iso3": "CHN"}, {"name": "Vietnam"})
    assert (answer["asOf"], answer["moved"]) == ("2022-06-30", 1)
    assert (answer["totalCount"], answer["unknownLinks"]) == (3, 1)
    assert answer["priors"][1] == {"name": "needInCountry", "value": 0.6, "low": 0.4, "high": 0.8}
    assert [prior["name"] for prior in answer["priors"]] == [
        "needOnSite", "needInCountry", "needRemote", "abilityWithAgreement", "abilityWithout",
    ]  # fmt: skip
    [total] = answer["totals"]
    assert (total["category"], total["providerCount"], total["follow"]) == ("FINANCIAL", 3, None)
    assert {v["verdict"]: v["count"] for v in total["verdicts"] if v["count"]} == {
        "FOLLOWS": 1, "LOST_TO_INCUMBENTS": 1, "UNKNOWN": 1,
    }  # fmt: skip


async def test_arguments_reach_the_question(asking: Client) -> None:
    ask = """query ($priors: FollowPriors, $categories: [ServiceCategory!]) {
        servicesFollowing(hub: "%s", moved: 0.5, priors: $priors, orderBy: MONEY, categories: $categories) {
          moved totalCount priors { value low high } } }"""
    priors = {"needInCountry": {"value": 0.5, "high": 0.9}, "abilityWithout": 0.75}

    found = (await asking.data(ask % HUB, priors=priors))["servicesFollowing"]
    none = (await asking.data(ask % HUB, categories=["TECHNOLOGY"]))["servicesFollowing"]

    assert (found["moved"], found["totalCount"], none["totalCount"]) == (0.5, 3, 0)
    assert found["priors"][1] == {"value": 0.5, "low": 0.5, "high": 0.9}
    assert found["priors"][4]["value"] == 0.75


async def test_evidence_with_nodes_links_and_sources(asking: Client) -> None:
    query = """{ servicesFollowing(hub: "%s", asOf: "2022-01-01") { rows(first: 1, offset: 1) {
      evidence { basis nodes { __typename id ... on Organisation { roles } }
                 links { type from to basis rule confidence service sellerShare factor sources { title } }
                 sources { id title } } } } }"""
    [row] = (await asking.data(query % HUB))["servicesFollowing"]["rows"]

    serves = {"type": "SERVES", "from": "org:mizuho", "basis": "INFERRED", "rule": "R1", "service": "service:bank"}
    direct, through = row["evidence"]
    assert direct["nodes"] == [
        {"__typename": "ProductionHub", "id": HUB},
        {"__typename": "Organisation", "id": "org:mizuho", "roles": ["FINANCIAL_SERVICE_PROVIDER"]},
    ]
    assert direct["links"] == [
        serves | {"to": HUB, "confidence": 0.2, "sellerShare": 0.25, "factor": 1, "sources": [{"title": "drawn"}]}
    ]
    assert direct["sources"] == [{"id": "source:drawn", "title": "drawn"}]
    assert [node["id"] for node in through["nodes"]] == [HUB, "org:maker", "org:mizuho"]
    assert {link["type"] for link in through["links"]} == {"OPERATES_IN", "SERVES"}


async def test_pages_cut_only_the_rows(asking: Client) -> None:
    query = """query ($first: Int, $offset: Int!) { servicesFollowing(hub: "%s") {
      totalCount totals { providerCount } rows(first: $first, offset: $offset) { provider { id } evidence(first: 1) {
      basis } } } }"""
    pages = [
        (await asking.data(query % HUB, first=first, offset=offset))["servicesFollowing"]
        for first, offset in [(2, 0), (2, 2), (1000, 3)]
    ]

    assert [len(page["rows"]) for page in pages] == [2, 1, 0]
    assert {(page["totalCount"], page["totals"][0]["providerCount"]) for page in pages} == {(3, 3)}
    assert [len(row["evidence"]) for row in pages[0]["rows"]] == [1, 1]
    unsaid = await asking.data((query % HUB).replace("$first: Int,", "$first: Int = 1,"), offset=0)
    assert len(unsaid["servicesFollowing"]["rows"]) == 1


@pytest.mark.parametrize("short", [True, False])
async def test_switches_are_read_for_each_request(asking: Client, short: bool) -> None:
    query = """query ($short: Boolean!, $id: ID!) { servicesFollowing(hub: $id) {
      totalCount @skip(if: $short) ... @include(if: $short) { a: moved b: moved } hub { ...Named } } }
      fragment Named on Entity { n: name ... on ProductionHub { province @include(if: $short) } }"""

    for _ in range(2):
        found = (await asking.data(query, short=short, id=HUB))["servicesFollowing"]
        hub = {"n": "Guangdong"} | ({"province": None} if short else {})
        assert found == ({"a": 1, "b": 1} if short else {"totalCount": 3}) | {"hub": hub}


async def test_a_selection_of_which_nothing_is_left(asking: Client) -> None:
    query = """query ($no: Boolean!) { servicesFollowing(hub: "%s") {
      hub { id @include(if: $no) } rows { phi @include(if: $no) } } }"""

    found = await asking.data(query % HUB, no=False)

    assert found["servicesFollowing"] == {"hub": {}, "rows": [{}, {}, {}]}


async def test_explore_statement_and_link(asking: Client) -> None:
    query = "query ($hub: ID!) { servicesFollowing(hub: $hub) { explore exploreUrl } }"
    found = (await asking.data(query, hub=HUB))["servicesFollowing"]

    assert HUB in found["explore"]
    assert "$" not in found["explore"]
    assert found["exploreUrl"] is None or "/browser/?dbms=" in found["exploreUrl"]
