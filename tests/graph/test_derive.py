"""Rule R1 on a real Neo4j: the statements read what facts in memory give, and stale links go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.db import Database
from kb.load.derive import derive, inputs_from_base
from kb.load.derive_facts import inputs_from_facts
from kb.load.facts import Facts
from kb.load.inferring import Inferred
from kb.rules.colocation import serves

HUB = "hub:chn-guangdong-electronics"
CARS = "hub:chn-guangdong-cars"
BANKING = "service:commercial-banking"


def drawn() -> Facts:
    """A bank with three offices in the hub's province and one elsewhere, and a cloud at a centre in the country."""
    facts = Facts()
    for iso3 in ("CHN", "JPN", "VNM"):
        facts.node("Country", id=f"country:{iso3.lower()}", name=iso3, iso3=iso3)
    facts.node("Source", id="source:old", name="old", title="old", published=date(2018, 1, 1), exhaustive=True)
    facts.node("Source", id="source:new", name="new", title="new", published=date(2022, 1, 1), exhaustive=True)
    facts.node("Source", id="source:report", name="report", title="report")
    facts.node("FinancialCentre", id="centre:shanghai", name="Shanghai")
    facts.node("Service", id=BANKING, name="Banking", category="FINANCIAL", proximity="IN_COUNTRY")
    facts.node("Service", id="service:cloud-computing", name="Cloud", category="TECHNOLOGY", proximity="REMOTE")
    for hub, province in ((HUB, "Guangdong"), ("hub:vnm-hanoi-electronics", None)):
        facts.node("ProductionHub", id=hub, name=hub, industry="26", province=province)
    for name in ("bank", "cloud", "x", "y"):
        facts.node("Organisation", id=f"org:{name}", name=name)
    for code, output in (("c14", 9e6), ("c28", 1e6), ("c30", 4e6)):
        facts.node("Sector", id=f"sector:chn-{code}", name=code, industry=code, output_usd=output, year=2011)
        _link(facts, "LOCATED_IN", f"sector:chn-{code}", "country:chn")
        _link(facts, "SUPPLIES", f"sector:chn-{code}", "sector:chn-c14", value_usd=1e5, year=2011)
    _link(facts, "LOCATED_IN", "centre:shanghai", "country:chn")
    _link(facts, "LOCATED_IN", HUB, "country:chn")
    _link(facts, "LOCATED_IN", "hub:vnm-hanoi-electronics", "country:vnm")
    _link(facts, "OPERATES_IN", "org:x", HUB, since=date(2018, 1, 1), sources=("source:old", "source:new"))
    _link(facts, "OPERATES_IN", "org:x", "hub:vnm-hanoi-electronics", sources=("source:old",))
    _link(facts, "OPERATES_IN", "org:y", HUB, sources=("source:report",))
    _link(facts, "OFFERS", "org:bank", BANKING)
    _link(facts, "OFFERS", "org:cloud", "service:cloud-computing")
    _link(facts, "HEADQUARTERED_IN", "org:bank", "country:jpn")
    _link(facts, "PRESENT_IN", "org:bank", "country:chn", province="Guangdong", offices=3)
    _link(facts, "PRESENT_IN", "org:bank", "country:chn", province="Jiangsu", offices=1)
    _link(facts, "PRESENT_IN", "org:cloud", "centre:shanghai", offices=2, since=date(2020, 1, 1))
    _link(facts, "PRESENT_IN", "org:cloud", "country:jpn", kind="CLOUD_REGION", offices=2)
    return facts


def _link(facts: Facts, type_: str, start: str, end: str, /, **row: Any) -> None:
    facts.link(type_, start, end, **{"basis": "OBSERVED", "sources": ("source:report",), **row})


def stored(base: Database) -> list[dict[str, Any]]:
    """The SERVES links, without what is missing in them."""
    text = (
        "MATCH (a:Organisation)-[l:SERVES]->(b:ProductionHub) "
        "RETURN a.id AS start, b.id AS end, properties(l) AS props ORDER BY start, end, l.service, l.since"
    )
    return [{"from": row["start"], "to": row["end"], **row["props"]} for row in base.rows(text)]


def parts(base: Database) -> list[dict[str, Any]]:
    """The PART_OF links, without what is missing in them."""
    text = "MATCH (a)-[l:PART_OF]->(b) RETURN a.id AS start, b.id AS end, properties(l) AS props"
    text += " ORDER BY start, l.rule, l.since"
    return [{"from": row["start"], "to": row["end"], **row["props"]} for row in base.rows(text)]


def cars() -> Facts:
    """A list of another industry, with a hub in the same province, and its sector; without what that buys."""
    facts = Facts()
    facts.node("Source", id="source:cars", name="cars", title="cars", published=date(2020, 1, 1), exhaustive=True)
    facts.node("ProductionHub", id=CARS, name="cars", industry="29", province="Guangdong")
    facts.node("Sector", id="sector:chn-c15", name="c15", industry="c15", output_usd=8e6, year=2011)
    _link(facts, "LOCATED_IN", "sector:chn-c15", "country:chn")
    _link(facts, "LOCATED_IN", CARS, "country:chn")
    _link(facts, "OPERATES_IN", "org:y", CARS, sources=("source:cars",))
    return facts


def test_the_graph_gives_the_inputs_and_the_links_that_the_facts_give(base: Database) -> None:
    facts = drawn()
    base.write(facts)
    assert serves(inputs_from_base(base)) == serves(inputs_from_facts(facts))
    outcome = derive(base)
    assert (outcome.serves, outcome.countries_without_table) == (Inferred(4, 0), ("VNM",))
    assert outcome.industries_without_flows == ()
    found = stored(base)
    assert [(row["from"], row["service"], row["since"], row.get("until")) for row in found] == [
        ("org:bank", BANKING, date(2018, 1, 1), date(2022, 1, 1)),
        ("org:bank", BANKING, date(2022, 1, 1), None),
        ("org:cloud", "service:cloud-computing", date(2020, 1, 1), date(2022, 1, 1)),
        ("org:cloud", "service:cloud-computing", date(2022, 1, 1), None),
    ]
    # omega 0.1, h 1; theta = D x (3 + 10 x 3/4) / 14
    assert found[0]["seller_share"] == 0.1 / (0.1 + 0.9 * 0.75) * ((3 + 10 * 0.75) / 14)
    assert {(row["rule"], row["basis"], row["confidence"]) for row in found} == {("R1", "INFERRED", 0.2)}


def test_again_changes_nothing(base: Database) -> None:
    base.write(drawn())
    derive(base)
    before = stored(base), parts(base)
    outcome = derive(base)
    assert (outcome.serves, outcome.parts) == (Inferred(4, 0), Inferred(2, 0))
    assert (stored(base), parts(base)) == before


def test_stale_links_go_and_stated_ones_stay(base: Database) -> None:
    base.write(drawn())
    derive(base)
    stated = Facts()
    _link(stated, "SERVES", "org:cloud", HUB, service="service:cloud-computing", seller_share=0.5)
    base.write(stated)
    base.change("MATCH (:Organisation {id: 'org:cloud'})-[l:OFFERS]->() DELETE l")
    base.change("MATCH (s:Source {id: 'source:old'}) SET s.exhaustive = false")
    outcome = derive(base)
    assert (outcome.serves, outcome.parts) == (Inferred(1, 3), Inferred(1, 1))
    assert [(row["share"], row["since"]) for row in parts(base)] == [(1.0, date(2022, 1, 1))]
    assert [(row["from"], row["basis"], row.get("since")) for row in stored(base)] == [
        ("org:bank", "INFERRED", date(2022, 1, 1)),
        ("org:cloud", "OBSERVED", None),
    ]


def test_hubs_of_every_industry_are_served_and_share_the_demand_of_their_place(base: Database) -> None:
    bought = Facts()
    _link(bought, "SUPPLIES", "sector:chn-c28", "sector:chn-c15", value_usd=2e5, year=2011)
    for facts in (drawn(), cars(), bought):
        base.write(facts)
    assert derive(base).industries_without_flows == ()
    found = {(row["to"], row["since"].year): row["seller_share"] for row in stored(base) if row["from"] == "org:bank"}
    # theta = (3 + 10 x 3/4) / 14 = 3/4; electronics buy 0.1 and cars 0.2 of the service, s = 3/4:
    # D is 0.1 / (0.1 + 0.2 + 0.7 x 3/4) = 4/33 and 8/33; before the list of cars 0.1 / (0.1 + 0.9 x 3/4) = 4/31
    assert found == pytest.approx(
        {
            (HUB, 2018): 3 / 31,
            (HUB, 2020): 1 / 11,
            (HUB, 2022): 1 / 11,
            (CARS, 2020): 2 / 11,
            (CARS, 2022): 2 / 11,
        }
    )
    assert [(row["from"], row["to"], row["since"], row.get("until"), row["share"]) for row in parts(base)] == [
        (CARS, "sector:chn-c15", date(2020, 1, 1), None, 1.0),
        (HUB, "sector:chn-c14", date(2018, 1, 1), date(2022, 1, 1), 1.0),
        (HUB, "sector:chn-c14", date(2022, 1, 1), None, 1.0),
    ]
    assert {(row["basis"], row["rule"], row["confidence"]) for row in parts(base)} == {("ASSUMED", "hub-share", 0.2)}


def test_an_industry_whose_purchases_are_not_loaded_is_named(base: Database) -> None:
    base.write(drawn())
    base.write(cars())
    outcome = derive(base)
    assert outcome.industries_without_flows == (("CHN", "c15"),)
    assert CARS not in {row["to"] for row in stored(base)}
    assert outcome.parts.written == 3, "its part of the sector is known all the same"


def test_what_somebody_states_for_the_time_stays_beside_it(base: Database) -> None:
    stated = Facts()
    _link(stated, "SERVES", "org:cloud", HUB, service="service:cloud-computing", seller_share=0.5)
    _link(stated, "PART_OF", HUB, "sector:chn-c14", share=0.3, since=date(2021, 1, 1))
    base.write(drawn())
    base.write(stated)
    outcome = derive(base)
    assert (outcome.serves, outcome.parts) == (Inferred(4, 0), Inferred(2, 0))
    found = {(row["basis"], row["seller_share"]) for row in stored(base) if row["from"] == "org:cloud"}
    assert found == {("OBSERVED", 0.5), ("INFERRED", 0.025)}
    assert [(row["share"], row["basis"]) for row in parts(base)] == [
        (1.0, "ASSUMED"),
        (1.0, "ASSUMED"),
        (0.3, "OBSERVED"),
    ]


def test_a_link_ends_when_the_provider_stops_offering(base: Database) -> None:
    base.write(drawn())
    derive(base)
    base.change("MATCH (:Organisation {id: 'org:bank'})-[l:OFFERS]->() SET l.until = date('2020-07-01')")
    assert derive(base).serves == Inferred(3, 2)
    found = [(row["since"], row.get("until")) for row in stored(base) if row["from"] == "org:bank"]
    assert found == [(date(2018, 1, 1), date(2020, 7, 1))]
