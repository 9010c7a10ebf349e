"""Rule R1 on drawn inputs, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rules.colocation import Derived, serves
from kb.rules.colocation_inputs import Inputs, Listing, Offer, Output, Presence, Purchase

A, B = "hub:chn-guangdong-electronics", "hub:chn-jiangsu-electronics"
BANKING = "service:commercial-banking"


def listing(organisation: str, hub: str, province: str | None, year: int = 2018, **other: Any) -> Listing:
    division, country = other.get("division", "26"), other.get("country", "CHN")
    return Listing(other.get("source", f"source:{year}"), year, organisation, hub, division, country, province)


def bank(name: str) -> Offer:
    return Offer(name, BANKING, "FINANCIAL", sources=("source:offers",))


def offices(provider: str, province: str | None, count: int | None, country: str = "CHN", **days: date) -> Presence:
    return Presence(provider, country, province, count, sources=("source:offices",), **days)


# Two banks with ten offices: abroad's stand 1 : 3, home's 4 : 2. The two hubs have two pairs each of four.
DRAWN = Inputs(
    presences=(
        offices("org:abroad", "Guangdong", 1),
        offices("org:abroad", "Jiangsu", 3),
        offices("org:abroad", None, 7, "JPN"),
        offices("org:home", "Guangdong", 4),
        offices("org:home", "Jiangsu", 2),
        offices("org:home", None, 1, "HKG"),
    ),
    homes={"org:abroad": ("JPN", ("source:homes",)), "org:home": ("CHN", ("source:homes",))},
    offers=(bank("org:abroad"), bank("org:home")),
    listings=(
        listing("org:x", A, "Guangdong"),
        listing("org:y", A, "Guangdong"),
        listing("org:x", B, "Jiangsu"),
        listing("org:z", B, "Jiangsu"),
    ),
    outputs=(Output("CHN", "c28", 1000.0, 2011, ("source:table",)),),
    purchases=(Purchase("CHN", "c28", "c14", 100.0, 2011, ("source:table",)),),
    published={"source:offices": 2019, "source:offers": 2024, "source:2018": 2018},
)


def shares(derived: Derived, *names: str) -> dict[tuple[Any, ...], float]:
    """(provider, hub, further columns) -> seller_share."""
    return {tuple(row[n] for n in ("from", "to", *names)): row["seller_share"] for row in derived.links}


def more(inputs: Inputs = DRAWN, **rows: Iterable[Any]) -> Inputs:
    """The inputs with further rows."""
    joined: dict[str, Any] = {name: (*getattr(inputs, name), *new) for name, new in rows.items()}
    return replace(inputs, **joined)


def test_the_part_near_the_hub_times_the_hubs_part_of_demand() -> None:
    # D = 0.1 x 1/2 / (0.1 x 1/2 + 0.9 s), s = 1/2 in both places: 0.1
    assert shares(serves(DRAWN)) == pytest.approx(
        {
            ("org:abroad", A): (1 + 10 * 1 / 4) / 14 * 0.1,
            ("org:abroad", B): (3 + 10 * 3 / 4) / 14 * 0.1,
            ("org:home", A): (4 + 10 * 4 / 6) / 16 * 0.1,
            ("org:home", B): (2 + 10 * 2 / 6) / 16 * 0.1,
        }
    )


def test_a_row_says_where_it_comes_from() -> None:
    (row,) = [row for row in serves(DRAWN).links if (row["from"], row["to"]) == ("org:abroad", A)]
    assert row == {
        "from": "org:abroad",
        "to": A,
        "service": BANKING,
        "seller_share": pytest.approx(0.025),
        "value_usd": pytest.approx(0.025 * 4 / 10 * 1000),
        "year": 2019,
        "since": date(2018, 1, 1),
        "until": None,
        "basis": "INFERRED",
        "rule": "R1",
        "confidence": 0.2,
        "sources": ("source:2018", "source:homes", "source:offers", "source:offices", "source:table"),
    }


def test_the_weight_of_the_class_is_a_parameter() -> None:
    assert shares(serves(DRAWN, prior_offices=0))["org:abroad", A] == pytest.approx(1 / 4 * 0.1)
    assert shares(serves(DRAWN, prior_offices=4))["org:home", A] == pytest.approx((4 + 4 * 4 / 6) / 10 * 0.1)


def test_hubs_of_several_industries_in_a_place_share_its_demand() -> None:
    cars = "hub:chn-guangdong-automotive"
    inputs = more(
        listings=[listing("org:c", cars, "Guangdong", division="29", source="source:cars")],
        purchases=[Purchase("CHN", "c28", "c15", 200.0)],
    )
    found = shares(serves(inputs))
    theta = 0.25
    assert found["org:abroad", A] == pytest.approx(theta * 0.05 / (0.05 + 0.2 + 0.7 * 0.5))
    assert found["org:abroad", cars] == pytest.approx(theta * 0.2 / (0.05 + 0.2 + 0.7 * 0.5))
    assert found["org:abroad", B] == pytest.approx(0.75 * 0.05 / (0.05 + 0.7 * 0.5))


def test_two_hubs_of_one_industry_in_a_place_and_one_without_a_province() -> None:
    inputs = more(listings=[listing("org:v", "hub:second", "guangdong"), listing("org:w", "hub:nowhere", None)])
    found = shares(serves(inputs))
    here, rest = 0.1 * 3 / 6, 0.9 * 0.5
    assert found["org:abroad", A] == pytest.approx(0.25 * 0.1 * 2 / 6 / (here + rest))
    assert found["org:abroad", "hub:second"] == pytest.approx(0.25 * 0.1 * 1 / 6 / (here + rest))
    # Its place is the country: every office is near, and all hubs are.
    assert found["org:abroad", "hub:nowhere"] == pytest.approx(0.1 * 1 / 6)


def test_divisions_of_one_industry_of_the_table_are_counted_together() -> None:
    inputs = more(listings=[listing("org:v", "hub:batteries", "Jiangsu", division="27")])
    assert shares(serves(inputs))["org:abroad", A] == pytest.approx(0.25 * 0.1 * 2 / 5 / (0.1 * 2 / 5 + 0.9 * 0.5))


def test_the_place_is_the_country_where_offices_are_not_placed() -> None:
    inputs = replace(DRAWN, presences=tuple(replace(row, province=None) for row in DRAWN.presences))
    derived = serves(inputs)
    assert [row["seller_share"] for row in derived.links] == pytest.approx([0.1 * 0.5] * 4)
    assert {row["value_usd"] for row in derived.links} == {None}, "banks of one country are not loaded there"


def test_no_place_is_needed_for_remote_services_nor_known_for_providers_without_numbers() -> None:
    inputs = more(
        presences=[
            offices("org:uncounted", "Guangdong", None),
            offices("org:uncounted", None, None, "JPN"),
        ],
        offers=[bank("org:uncounted"), Offer("org:abroad", "service:remote", "FINANCIAL", remote=True)],
    )
    derived = serves(inputs)
    found = shares(derived, "service")
    assert found["org:uncounted", A, BANKING] == pytest.approx(0.1 * 0.5)
    assert found["org:abroad", A, "service:remote"] == pytest.approx(0.1 * 0.5)
    values = {(row["from"], row["service"]): row["value_usd"] for row in derived.links if row["to"] == A}
    assert values["org:uncounted", BANKING] is None
    assert values["org:abroad", "service:remote"] == pytest.approx(0.05 * 4 / 10 * 1000 / 2)
    assert values["org:abroad", BANKING] == pytest.approx(0.025 * 4 / 10 * 1000 / 2), "two services share the sales"


def test_money_is_split_by_the_offices_of_the_whole_sector() -> None:
    inputs = more(offers=[Offer("org:abroad", "service:insurance", "FINANCIAL")])
    (row,) = [r for r in serves(inputs).links if r["service"] == "service:insurance" and r["to"] == A]
    # Alone in its service the bank has all its offices, and 4 of the sector's 10.
    assert row["seller_share"] == pytest.approx(3.5 / 14 * 0.05 / (0.05 + 0.9 / 4))
    assert row["value_usd"] == pytest.approx(row["seller_share"] * 4 / 10 * 1000 / 2)


def test_providers_of_one_country_count_but_get_no_links() -> None:
    inputs = more(presences=[offices("org:local", "Guangdong", 10)], offers=[bank("org:local")])
    derived = serves(inputs)
    assert {row["from"] for row in derived.links} == {"org:abroad", "org:home"}
    assert shares(derived)["org:abroad", A] == pytest.approx(0.25 * 0.05 / (0.05 + 0.9 * 15 / 20))
    assert shares(derived)["org:home", A] == pytest.approx((4 + 10 * 14 / 16) / 16 * 0.05 / (0.05 + 0.9 * 15 / 20))


def test_a_seat_is_an_office_in_another_country() -> None:
    inputs = replace(DRAWN, presences=tuple(row for row in DRAWN.presences if row.country == "CHN"))
    assert {row["from"] for row in serves(inputs).links} == {"org:abroad"}


def test_offices_that_cannot_be_placed_are_left_out_and_counted() -> None:
    inputs = more(
        presences=[offices("org:home", None, 5), offices("org:lost", None, 2), offices("org:lost", None, 1, "JPN")],
        offers=[bank("org:lost")],
    )
    derived = serves(inputs)
    assert shares(derived) == shares(serves(DRAWN))
    assert derived.unplaced_offices == {"CHN": 7}


def test_no_table_no_links() -> None:
    vietnam = [listing("org:x", "hub:vnm-bac-ninh-electronics", "Bac Ninh", country="VNM")]
    derived = serves(more(listings=vietnam))
    assert derived.countries_without_table == {"VNM"}
    assert shares(derived) == shares(serves(DRAWN))
    nothing = replace(DRAWN, outputs=(Output("CHN", "c28", 0.0),), purchases=())
    assert (serves(nothing).links, serves(nothing).countries_without_table) == ([], {"CHN"})
    assert serves(replace(DRAWN, purchases=())).links == [], "what is not loaded is not 0"


@pytest.mark.parametrize(
    ("service", "category", "industries"),
    [
        ("service:telecommunications", "TECHNOLOGY", ["c27"]),
        ("service:cloud-computing", "TECHNOLOGY", ["c30"]),
        ("service:audit", "PROFESSIONAL", ["c30"]),
        ("service:origin-certification", "COMPLIANCE", ["c30"]),
        ("service:warehousing", "LOGISTICS", ["c23", "c24", "c25", "c26"]),
    ],
)
def test_the_sector_of_a_service(service: str, category: str, industries: list[str]) -> None:
    every = [f"c{n}" for n in range(23, 31)]
    inputs = replace(
        DRAWN,
        offers=(Offer("org:abroad", service, category, remote=True),),
        outputs=tuple(Output("CHN", code, 100.0 * n) for n, code in enumerate(every, start=1)),
        purchases=tuple(Purchase("CHN", code, "c14", 7.0 * n**2) for n, code in enumerate(every, start=1)),
    )
    numbers = [every.index(code) + 1 for code in industries]
    omega = sum(7.0 * n**2 for n in numbers) / sum(100.0 * n for n in numbers)
    assert shares(serves(inputs))["org:abroad", A] == pytest.approx(omega * 0.5)


def test_each_list_holds_to_the_next_of_its_industry() -> None:
    inputs = more(
        listings=[
            listing("org:x", A, "Guangdong", 2022),
            *(listing(f"org:{n}", "hub:chn-henan-electronics", "Henan", 2022) for n in range(4)),
            # a list of another industry, in another country: it ends nothing here
            listing("org:q", "hub:jpn-aichi-automotive", "Aichi", 2020, division="29", country="JPN"),
        ]
    )
    remote = replace(inputs, offers=(Offer("org:home", "service:remote", "FINANCIAL", remote=True),))
    assert shares(serves(remote), "since", "until") == pytest.approx(
        {
            ("org:home", A, date(2018, 1, 1), date(2022, 1, 1)): 0.1 * 2 / 4,
            ("org:home", B, date(2018, 1, 1), date(2022, 1, 1)): 0.1 * 2 / 4,
            ("org:home", A, date(2022, 1, 1), None): 0.1 * 1 / 5,
            ("org:home", "hub:chn-henan-electronics", date(2022, 1, 1), None): 0.1 * 4 / 5,
        }
    )


def test_a_link_holds_while_the_provider_is_there() -> None:
    comings = [
        offices("org:guest", "Guangdong", None, until=date(2019, 1, 1)),
        offices("org:guest", "Jiangsu", None, since=date(2018, 6, 1), until=date(2020, 1, 1)),
        offices("org:guest", None, None, since=date(2021, 1, 1)),
        offices("org:guest", None, None, "JPN"),
        offices("org:gone", None, None, until=date(2017, 1, 1)),
        offices("org:gone", None, None, "JPN"),
    ]
    derived = serves(more(presences=comings, offers=[bank("org:guest"), bank("org:gone")]))
    stays = [(row["since"], row["until"]) for row in derived.links if row["from"] == "org:guest" and row["to"] == A]
    assert stays == [(date(2018, 1, 1), date(2020, 1, 1)), (date(2021, 1, 1), None)]
    assert "org:gone" not in {row["from"] for row in derived.links}


def test_no_office_of_the_class_in_the_place_is_no_link() -> None:
    inputs = more(listings=[listing("org:x", "hub:chn-henan-electronics", "Henan")])
    assert {row["to"] for row in serves(inputs).links} == {A, B}


COUNTS = st.dictionaries(st.sampled_from(["P", "Q", "R"]), st.integers(0, 40), min_size=1)
PAIRS = st.sets(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("PQR"), st.sampled_from(["26", "29"])), min_size=1)


@given(st.lists(COUNTS, min_size=1, max_size=4), PAIRS, st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0.1, 50))
def test_the_shares_of_a_provider_never_exceed_one(
    counts: list[dict[str, int]], pairs: set[tuple[str, str, str]], one: float, other: float, weight: float
) -> None:
    inputs = Inputs(
        presences=tuple(
            offices(f"org:{n}", province, count)
            for n, places in enumerate(counts)
            for province, count in places.items()
        ),
        homes={f"org:{n}": ("JPN" if n % 2 else "KOR", ()) for n in range(len(counts))},
        offers=tuple(bank(f"org:{n}") for n in range(len(counts))),
        listings=tuple(listing(org, f"hub:{place}-{code}", place, division=code) for org, place, code in pairs),
        outputs=(Output("CHN", "c28", 1.0),),
        purchases=(Purchase("CHN", "c28", "c14", one), Purchase("CHN", "c28", "c15", other)),
    )
    sums: dict[str, float] = {}
    for row in serves(inputs, weight).links:
        assert 0 < row["seller_share"] <= 1
        sums[row["from"]] = sums.get(row["from"], 0.0) + row["seller_share"]
    assert all(total <= 1 + 1e-9 for total in sums.values())
