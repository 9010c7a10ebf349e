"""Rule hub-share: hubs as parts of their sectors."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.load.derive_facts import inputs_from_facts
from kb.load.opening import STARTER
from kb.load.run import read
from kb.rules.colocation_demand import periods
from kb.rules.colocation_inputs import Listing
from kb.rules.hub_parts import hub_parts
from kb.rules.sectors import HUB_INDUSTRIES, industry_of_division

SECTORS = {("CHN", "c14"): "sector:chn-c14", ("CHN", "c15"): "sector:chn-c15"}


def listing(organisation: str, hub: str, year: int = 2018, division: str = "26", country: str = "CHN") -> Listing:
    return Listing(f"source:{division}-{year}", year, organisation, hub, division, country)


LISTS = [
    listing("org:x", "hub:a"),
    listing("org:y", "hub:a"),
    listing("org:x", "hub:b"),
    listing("org:z", "hub:b", 2022),
    listing("org:c", "hub:cars", 2020, "29"),
    listing("org:x", "hub:vnm", country="VNM"),
    listing("org:f", "hub:farms", division="01"),
]


def test_each_list_gives_shares_to_the_next_of_its_industry() -> None:
    rows = hub_parts(LISTS, SECTORS)
    first, second = date(2018, 1, 1), date(2022, 1, 1)
    assert [(row["from"], row["to"], row["since"], row["until"], row["share"]) for row in rows] == [
        ("hub:a", "sector:chn-c14", first, second, pytest.approx(2 / 3)),
        ("hub:b", "sector:chn-c14", first, second, pytest.approx(1 / 3)),
        ("hub:cars", "sector:chn-c15", date(2020, 1, 1), None, 1.0),
        ("hub:b", "sector:chn-c14", second, None, 1.0),
    ], "a list of cars ends no list of electronics; no sector, no row"
    assert rows[0]["sources"] == ("source:26-2018",)
    assert {(row["basis"], row["rule"], row["confidence"]) for row in rows} == {("ASSUMED", "hub-share", 0.2)}


def test_the_shares_are_those_of_rule_r1() -> None:
    for row in hub_parts(LISTS, SECTORS):
        same = [p for p in periods(LISTS) if p.country == "CHN" and p.since <= row["since"] < p.until]
        assert [hub.share for p in same for hub in p.hubs if hub.id == row["from"]] == [row["share"]]


def test_every_division_is_of_an_industry_of_hubs() -> None:
    assert {industry_of_division(f"{n:02}") for n in range(5, 33)} == HUB_INDUSTRIES
    assert {f"c{n}" for n in range(2, 17)} == HUB_INDUSTRIES


def test_the_starter_pack_has_the_rows_that_the_rule_gives() -> None:
    pack = read(STARTER)
    homes = {row["from"]: row["to"].removeprefix("country:").upper() for row in pack.links["LOCATED_IN"]}
    sectors = {
        (homes[row["id"]], row["industry"]): row["id"]
        for row in pack.nodes["Sector"]
        if row["id"] in homes and row["industry"] in HUB_INDUSTRIES
    }
    rows = hub_parts(inputs_from_facts(pack).listings, sectors)
    assert len(rows) > 200

    def ordered(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
        present = ({name: value for name, value in row.items() if value is not None} for row in some)
        return sorted(present, key=lambda row: (row["from"], row["since"]))

    assert ordered(rows) == ordered(pack.links["PART_OF"])
