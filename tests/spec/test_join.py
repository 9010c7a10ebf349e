"""What several sources say of one node or link becomes one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load.facts import Facts
from kb.load.join import join, join_parts


def link(kind: str, *rows: dict[str, Any], sources: dict[str, dict[str, Any]] | None = None) -> Facts:
    facts = Facts()
    for name, row in (sources or {}).items():
        facts.node("Source", id=name, name=name, title=name, **row)
    for row in rows:
        facts.link(kind, row.pop("a", "org:a"), row.pop("b", "hub:b"), **{"basis": "OBSERVED", **row})
    return facts


def node(label: str, **row: Any) -> Facts:
    facts = Facts()
    facts.node(label, **row)
    return facts


def test_first_part_names_the_node_and_the_others_names_become_aliases() -> None:
    curated = node("Organisation", id="org:foxconn", name="Foxconn", aliases=("鴻海",), roles=("Supplier",))
    listed = node(
        "Organisation", id="org:foxconn", name="Hon Hai", aliases=("FOXCONN", "鴻海", "Hon Hai Precision"), lei="L1"
    )
    assert join([curated, listed]).nodes == {
        "Organisation": [
            {
                "id": "org:foxconn",
                "name": "Foxconn",
                "aliases": ("鴻海", "Hon Hai", "Hon Hai Precision"),
                "roles": ("Supplier",),
                "lei": "L1",
            }
        ]
    }


def test_single_values_come_from_the_first_part_that_states_them_and_lists_are_united() -> None:
    first = node("TradeAgreement", id="agreement:x", name="X", signed=date(2018, 3, 8), provisions=("SERVICES",))
    second = node(
        "TradeAgreement",
        id="agreement:x",
        name="X",
        signed=date(2018, 1, 1),
        depth=7,
        provisions=("IPR", "SERVICES"),
        sources=("source:d",),
    )
    [row] = join([first, second]).nodes["TradeAgreement"]
    assert (row["signed"], row["depth"]) == (date(2018, 3, 8), 7)
    assert row["provisions"] == ("SERVICES", "IPR")
    assert row["sources"] == ("source:d",)
    assert "aliases" not in row


def test_one_id_for_two_labels_is_refused() -> None:
    with pytest.raises(BadInput, match=r"hub:a is a ProductionHub and a Sector.*another id"):
        join([node("ProductionHub", id="hub:a", name="A"), node("Sector", id="hub:a", name="A")])


def test_overlapping_periods_are_one_link_with_the_sources_together() -> None:
    rows = [
        {"since": date(2018, 1, 1), "until": date(2022, 1, 1), "sources": ("source:a",)},
        {"since": date(2021, 1, 1), "sources": ("source:b",)},
    ]
    assert join([link("OPERATES_IN", rows[0]), link("OPERATES_IN", rows[1])]).links["OPERATES_IN"] == [
        {
            "from": "org:a",
            "to": "hub:b",
            "basis": "OBSERVED",
            "since": date(2018, 1, 1),
            "sources": ("source:b", "source:a"),
        }
    ]


def test_a_missing_since_stays_open() -> None:
    [row] = join([link("OPERATES_IN", {"since": date(2018, 1, 1)}, {"until": date(2019, 1, 1)})]).links["OPERATES_IN"]
    assert "since" not in row
    assert "until" not in row


def test_periods_that_only_touch_are_two_links() -> None:
    joined = join([link("OPERATES_IN", {"until": date(2019, 1, 1)}, {"since": date(2019, 1, 1)})])
    assert len(joined.links["OPERATES_IN"]) == 2


def test_periods_that_overlap_by_way_of_a_third_are_one_link() -> None:
    joined = join(
        [
            link(
                "OPERATES_IN",
                {"since": date(2010, 1, 1), "until": date(2012, 1, 1)},
                {"since": date(2014, 1, 1), "until": date(2016, 1, 1)},
                {"since": date(2011, 1, 1), "until": date(2015, 1, 1)},
            )
        ]
    )
    [row] = joined.links["OPERATES_IN"]
    assert (row["since"], row["until"]) == (date(2010, 1, 1), date(2016, 1, 1))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("PRESENT_IN", {"province": "Henan"}, {}),
        ("PRESENT_IN", {"kind": "OFFICE"}, {"kind": "BRANCH"}),
        ("SERVES", {"service": "service:x"}, {"service": "service:y"}),
        ("SERVES", {"service": "service:x", "country": "CHN"}, {"service": "service:x"}),
        ("SERVES", {"service": "s", "basis": "INFERRED", "rule": "R1"}, {"service": "s"}),
        ("ALIGNED_WITH", {"dimension": "UN_VOTES", "year": 2020}, {"dimension": "UN_VOTES", "year": 2021}),
    ],
)
def test_the_declared_key_tells_links_apart(kind: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert len(join([link(kind, one), link(kind, other)]).links[kind]) == 2


def test_numbers_come_from_the_newest_year_then_the_newest_source() -> None:
    sources = {
        "source:old": {"published": date(2010, 1, 1), "retrieved": date(2026, 1, 1)},
        "source:new": {"published": date(2020, 1, 1), "retrieved": date(2020, 1, 1)},
        "source:undated": {"retrieved": date(2026, 11, 24)},
    }
    by_year = link(
        "SUPPLIES",
        {"value_usd": 1.0, "year": 2019, "sources": ("source:new",)},
        {"value_usd": 2.0, "year": 2021, "sources": ("source:old",)},
        sources=sources,
    )
    assert [row["value_usd"] for row in join([by_year]).links["SUPPLIES"]] == [2.0]
    by_source = link(
        "SUPPLIES",
        {"lead_time_days": 1.0, "sources": ("source:undated",)},
        {"lead_time_days": 2.0, "sources": ("source:new",)},
        {"lead_time_days": 3.0, "stock_days": 9.0, "sources": ("source:old",)},
        sources=sources,
    )
    [row] = join([by_source]).links["SUPPLIES"]
    assert (row["lead_time_days"], row["stock_days"]) == (2.0, 9.0)
    assert row["sources"] == ("source:new", "source:old", "source:undated")


def test_a_number_of_another_year_does_not_slip_under_the_newest_year() -> None:
    facts = link("SUPPLIES", {"value_usd": 1.0, "year": 2019}, {"lead_time_days": 2.0, "year": 2021})
    [row] = join([facts]).links["SUPPLIES"]
    assert row["year"] == 2021
    assert "value_usd" not in row


def test_sites_of_a_list_taken_whole_go_before_those_of_a_newer_report() -> None:
    facts = link(
        "OPERATES_IN",
        {"sites": 3, "sources": ("source:list",)},
        {"sites": 1, "capacity_share": 0.5, "sources": ("source:report",)},
        sources={
            "source:list": {"published": date(2018, 1, 1), "exhaustive": True},
            "source:report": {"published": date(2025, 1, 1)},
        },
    )
    [row] = join([facts]).links["OPERATES_IN"]
    assert (row["sites"], row["capacity_share"]) == (3, 0.5)


def test_a_headquarters_that_was_inferred_gives_way_to_a_stated_one() -> None:
    inferred = link("HEADQUARTERED_IN", {"b": "country:hkg", "basis": "INFERRED", "rule": "home"})
    stated = link("HEADQUARTERED_IN", {"b": "country:gbr"})
    joined = join_parts([inferred, stated])
    assert [row["to"] for row in joined.facts.links["HEADQUARTERED_IN"]] == ["country:gbr"]
    assert [(kind, row["to"]) for kind, row in joined.gave_way] == [("HEADQUARTERED_IN", "country:hkg")]


def test_two_stated_headquarters_keep_the_earlier_part_and_one_after_the_other_keep_both() -> None:
    one = link("HEADQUARTERED_IN", {"b": "country:gbr"})
    other = link("HEADQUARTERED_IN", {"b": "country:aut"})
    assert [row["to"] for row in join([one, other]).links["HEADQUARTERED_IN"]] == ["country:gbr"]
    moved = link(
        "HEADQUARTERED_IN",
        {"b": "country:gbr", "since": date(1993, 1, 1)},
        {"b": "country:hkg", "until": date(1993, 1, 1)},
    )
    assert len(join([moved]).links["HEADQUARTERED_IN"]) == 2


def test_joining_again_changes_nothing() -> None:
    facts = link("OPERATES_IN", {"since": date(2018, 1, 1), "sites": 2}, {"sites": 1})
    facts.node("Organisation", id="org:a", name="A", aliases=("B", "a"))
    once = join([facts])
    assert join([once]) == once
    assert join([once, once]) == once
