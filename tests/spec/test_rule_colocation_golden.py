"""Rule R1 on the real lists: bank offices of China, Apple suppliers of 2018 and 2022, the 2011 input-output table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.load import apple, swift, wiod
from kb.load.derive_facts import inputs_from_facts
from kb.load.facts import Facts
from kb.rules.colocation import Derived, serves
from kb.rules.colocation_demand import demand_share, market, periods
from kb.rules.colocation_index import index_of, present
from kb.rules.colocation_inputs import Inputs
from kb.rules.colocation_offices import Offices, offices_of

CLOUD = "org:some-cloud"


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """The inputs of the three real lists, with a cloud of two countries."""
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "wiod").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no wiod; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    hubs = apple.transform(apple.get(root / "apple_suppliers"))
    countries = {link["to"].removeprefix("country:") for link in hubs.links["LOCATED_IN"]}
    table = wiod.transform(wiod.get(root / "wiod"), countries)
    banks = swift.transform(swift.get(root / "swift_bic"))
    facts = Facts()
    for part in (hubs, table, banks):
        for label, nodes in part.nodes.items():
            facts.nodes.setdefault(label, []).extend(nodes)
        for kind, links in part.links.items():
            facts.links.setdefault(kind, []).extend(links)
    facts.node("Service", id="service:commercial-banking", category="FINANCIAL", proximity="IN_COUNTRY")
    facts.node("Service", id="service:cloud-computing", category="TECHNOLOGY", proximity="REMOTE")
    facts.link("OFFERS", CLOUD, "service:cloud-computing")
    for country in ("country:chn", "country:usa"):
        facts.link("PRESENT_IN", CLOUD, country, kind="CLOUD_REGION", offices=2)
    return inputs_from_facts(facts)


@pytest.fixture(scope="module")
def derived(inputs: Inputs) -> Derived:
    return serves(inputs)


@pytest.fixture(scope="module")
def china(inputs: Inputs) -> Offices:
    """The bank offices of China at the time of the list of 2018."""
    index = index_of(inputs)
    (period, _) = [period for period in periods(inputs.listings) if period.country == "CHN"]
    there = present(index, "CHN", period.since, period.until)
    return offices_of((row for rows in there.values() for row in rows), index.homes, "CHN")


def test_offices_placed(china: Offices) -> None:
    foreign = sum(china.total(provider) for provider in china.foreign)
    assert (china.all(), foreign, china.all() - foreign) == (2537, 425, 2112)


@pytest.mark.parametrize(
    ("province", "pairs", "offices", "foreign", "demand"),
    [
        ("Guangdong", 77, 309, 72, 0.152395),
        ("Jiangsu", 79, 196, 33, 0.225295),
        ("Henan", 6, 56, 3, 0.071758),
    ],
)
def test_demand(
    inputs: Inputs, china: Offices, province: str, pairs: int, offices: int, foreign: int, demand: float
) -> None:
    (period, _) = [period for period in periods(inputs.listings) if period.country == "CHN"]
    (hub,) = [hub for hub in period.hubs if hub.province == province]
    sold = market(inputs, "CHN", ("c28",))
    place = province.casefold()
    assert sold is not None
    assert sold.omega == {"c14": pytest.approx(36480 / 539507)}
    assert hub.share == pytest.approx(pairs / 255)
    assert sum(china.in_place(provider, place) for provider in china.counts) == offices
    assert sum(china.in_place(provider, place) for provider in china.foreign) == foreign
    assert demand_share(hub, [hub], sold.omega, china.share(place)) == pytest.approx(demand, abs=1e-6)


@pytest.mark.parametrize(
    ("provider", "province", "share"),
    [
        ("org:hsbc", "guangdong", 0.018864),
        ("org:hsbc", "jiangsu", 0.028292),
        ("org:mega-international-commercial-bank", "jiangsu", 0.060773),
        ("org:mizuho", "guangdong", 0.026808),
        ("org:citi", "jiangsu", 0.022340),
        ("org:bank-of-china", "guangdong", 0.031017),
        ("org:standard-chartered", "henan", 0.001829),
        (CLOUD, "guangdong", 0.023121),
    ],
)
def test_shares(derived: Derived, provider: str, province: str, share: float) -> None:
    hub = f"hub:chn-{province}-electronics"
    (row,) = [r for r in derived.links if (r["from"], r["to"], r["since"].year) == (provider, hub, 2018)]
    assert row["seller_share"] == pytest.approx(share, abs=1e-6)


def test_countries(derived: Derived) -> None:
    assert {"VNM", "THA", "SGP", "MYS"} <= derived.countries_without_table
    assert "hub:vnm-bac-ninh-electronics" not in {row["to"] for row in derived.links}
    assert derived.unplaced_offices == {"CHN": 9}
    money = {row["to"][4:7] for row in derived.links if row["value_usd"] is not None}
    assert money == {"chn"}, "elsewhere not all offices are loaded"


def test_links_are_one_each_and_no_provider_sells_more_than_everything(derived: Derived) -> None:
    identities = [(row["from"], row["to"], row["service"], row["since"]) for row in derived.links]
    assert len(identities) == len(set(identities))
    sums: dict[tuple[str, ...], float] = {}
    for row in derived.links:
        key = (row["from"], row["to"][4:7], row["service"], row["since"].isoformat())
        sums[key] = sums.get(key, 0.0) + row["seller_share"]
    assert max(sums.values()) < 1
