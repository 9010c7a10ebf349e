"""Rule R1 over time, and what it says of industries that it knows nothing of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.rules.colocation import serves
from kb.rules.colocation_inputs import Inputs, Listing, Offer, Output, Presence, Purchase

HUB, CARS = "hub:chn-guangdong-electronics", "hub:chn-guangdong-automotive"
BANKING, LOANS = "service:commercial-banking", "service:loans"

# A bank with all four of its offices near the hub, beside one that has all its six elsewhere; lists of 2018 and 2022.
DRAWN = Inputs(
    presences=(
        Presence("org:near", "CHN", "Guangdong", 4),
        Presence("org:far", "CHN", "Henan", 6),
    ),
    homes={"org:near": ("JPN", ()), "org:far": ("JPN", ())},
    offers=(Offer("org:near", BANKING, "FINANCIAL"), Offer("org:far", BANKING, "FINANCIAL")),
    listings=tuple(Listing(f"source:{y}", y, "org:x", HUB, "26", "CHN", "Guangdong") for y in (2018, 2022)),
    outputs=(Output("CHN", "c28", 1000.0),),
    purchases=(Purchase("CHN", "c28", "c14", 100.0),),
)
FIRST = (date(2018, 1, 1), date(2022, 1, 1))
SECOND = (date(2022, 1, 1), None)
BOTH = 0.1 / (0.1 + 0.9 * 0.4) * (4 + 10 * 0.4) / 14
ALONE = 0.1 / (0.1 + 0.9 * 1) * (4 + 10 * 1) / 14


def offer(provider: str, service: str = BANKING, since: date = date.min, until: date = date.max) -> Offer:
    return Offer(provider, service, "FINANCIAL", since=since, until=until, sources=(f"source:{since.year}",))


def near(inputs: Inputs, service: str = BANKING) -> dict[tuple[date, date | None], float]:
    """Period -> the share of the bank near the hub."""
    return {
        (row["since"], row["until"]): row["seller_share"]
        for row in serves(inputs).links
        if (row["from"], row["service"], row["to"]) == ("org:near", service, HUB)
    }


def test_without_dates_the_lists_alone_bound_a_link() -> None:
    assert near(DRAWN) == pytest.approx({FIRST: BOTH, SECOND: BOTH})


def test_a_link_ends_with_the_offer_and_another_offer_begins_one() -> None:
    offers = (
        offer("org:near", until=date(2019, 1, 1)),
        offer("org:near", since=date(2020, 1, 1), until=date(2023, 5, 1)),
        offer("org:far"),
    )
    assert near(replace(DRAWN, offers=offers)) == pytest.approx(
        {
            (date(2018, 1, 1), date(2019, 1, 1)): BOTH,
            (date(2020, 1, 1), date(2022, 1, 1)): BOTH,
            (date(2022, 1, 1), date(2023, 5, 1)): BOTH,
        }
    )


def test_a_link_holds_while_the_provider_both_is_there_and_offers() -> None:
    there = Presence("org:near", "CHN", "Guangdong", 4, since=date(2019, 1, 1), until=date(2021, 1, 1))
    inputs = replace(DRAWN, presences=(there, DRAWN.presences[1]))
    offers = (offer("org:near", since=date(2020, 1, 1)), offer("org:far"))
    assert set(near(replace(inputs, offers=offers))) == {(date(2020, 1, 1), date(2021, 1, 1))}
    offers = (offer("org:near", since=date(2021, 1, 1)), offer("org:far"))
    assert near(replace(inputs, offers=offers)) == {}, "it left before it offered"


def test_who_stopped_offering_counts_no_more() -> None:
    offers = (offer("org:near"), offer("org:far", until=date(2022, 1, 1)), offer("org:near", LOANS, date(2022, 1, 1)))
    inputs = replace(DRAWN, offers=offers)
    assert near(inputs) == pytest.approx({FIRST: BOTH, SECOND: ALONE})
    money = {row["since"].year: row["value_usd"] for row in serves(inputs).links if row["service"] == BANKING}
    # Of the sector's offices, 4 of 10, then 4 of 4; of one service, then of two.
    assert money == pytest.approx({2018: BOTH * 4 / 10 * 1000, 2022: ALONE * 1000 / 2})


def test_only_the_offers_of_the_time_are_sources() -> None:
    offers = (offer("org:near", since=date(2001, 1, 1), until=date(2017, 1, 1)), offer("org:near", since=FIRST[1]))
    assert [row["sources"] for row in serves(replace(DRAWN, offers=offers)).links] == [("source:2022",)]


def test_industries_that_the_table_has_no_flow_to_are_named() -> None:
    lists = (
        *DRAWN.listings,
        Listing("source:cars", 2018, "org:c", CARS, "29", "CHN", "Guangdong"),
        Listing("source:farms", 2018, "org:f", "hub:chn-hainan-farms", "01", "CHN", "Hainan"),
        Listing("source:cars", 2018, "org:c", "hub:vnm-hanoi-automotive", "29", "VNM", None),
    )
    derived = serves(replace(DRAWN, listings=lists))
    assert derived.industries_without_flows == {("CHN", "c15"), ("CHN", "ISIC 01")}
    assert derived.countries_without_table == {"VNM"}
    assert {row["to"] for row in derived.links} == {HUB}
    loaded = serves(replace(DRAWN, listings=lists, purchases=(*DRAWN.purchases, Purchase("CHN", "c28", "c15", 200.0))))
    assert loaded.industries_without_flows == {("CHN", "ISIC 01")}
    assert {row["to"] for row in loaded.links} == {HUB, CARS}
    assert serves(DRAWN).industries_without_flows == set()
