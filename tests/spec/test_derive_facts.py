"""The inputs of rule R1 from facts in memory; the statements give the same rows from a graph."""

from __future__ import annotations

from datetime import date

from kb.cypher import columns, faults, statement
from kb.load.derive_facts import inputs_from_facts, rows_from_facts
from kb.load.facts import Facts
from kb.rules.colocation_inputs import Inputs, Listing, Offer, Output, Presence, Purchase

HUB = "hub:chn-guangdong-electronics"


def drawn() -> Facts:
    """One row of everything that the rule reads, and one beside it that it must not."""
    facts = Facts()
    facts.node("Source", id="source:list", published=date(2018, 1, 1), exhaustive=True)
    facts.node("Source", id="source:report", published=date(2020, 5, 1))
    facts.node("Source", id="source:undated", exhaustive=True)
    facts.node("Service", id="service:audit", category="PROFESSIONAL", proximity="REMOTE")
    facts.node("ProductionHub", id=HUB, industry="26", province="Guangdong")
    facts.node("ProductionHub", id="hub:chn-henan-unknown")
    facts.node("Sector", id="sector:chn-c30", industry="c30", output_usd=5e6, year=2011, sources=("source:table",))
    facts.node("Sector", id="sector:chn-c14", industry="c14", output_usd=9e6)
    facts.node("Sector", id="sector:chn-c15", industry="c15")
    facts.node("Sector", id="sector:jpn-c30", industry="c30")
    for start, end in [
        (HUB, "country:chn"),
        ("hub:chn-henan-unknown", "country:chn"),
        ("sector:chn-c30", "country:chn"),
        ("sector:chn-c14", "country:chn"),
        ("sector:chn-c15", "country:chn"),
        ("sector:jpn-c30", "country:jpn"),
        ("centre:london", "country:gbr"),
    ]:
        facts.link("LOCATED_IN", start, end)
    facts.link("OPERATES_IN", "org:x", HUB, sources=("source:list", "source:report", "source:undated"))
    facts.link("OPERATES_IN", "org:y", HUB, sources=("source:report",))
    facts.link("OPERATES_IN", "org:x", "hub:chn-henan-unknown", sources=("source:list",))
    facts.link("SUPPLIES", "sector:chn-c30", "sector:chn-c14", value_usd=1e6, year=2011, sources=("source:table",))
    facts.link("SUPPLIES", "sector:chn-c30", "sector:chn-c15", value_usd=4e6)
    facts.link("SUPPLIES", "sector:jpn-c30", "sector:chn-c14", value_usd=2e6)
    facts.link("SUPPLIES", "sector:chn-c30", "sector:chn-c30", value_usd=3e6)
    facts.link("SUPPLIES", "org:x", "org:apple")
    facts.link("OFFERS", "org:p", "service:audit", sources=("source:report",), since=date(2017, 1, 1))
    facts.link("OFFERS", "org:q", "service:audit", until=date(2020, 1, 1))
    facts.link("HEADQUARTERED_IN", "org:p", "country:gbr", since=date(2015, 1, 1), sources=("source:report",))
    facts.link("HEADQUARTERED_IN", "org:p", "country:usa", until=date(2015, 1, 1))
    facts.link("PRESENT_IN", "org:p", "country:chn", province="Guangdong", offices=3, since=date(2019, 1, 1))
    facts.link("PRESENT_IN", "org:p", "country:chn", kind="CLOUD_REGION", offices=2, until=date(2021, 1, 1))
    facts.link("PRESENT_IN", "org:p", "centre:london", offices=8)
    facts.link("PRESENT_IN", "org:p", "centre:nowhere", offices=8)
    return facts


def test_inputs() -> None:
    assert inputs_from_facts(drawn()) == Inputs(
        presences=(
            Presence("org:p", "CHN", "Guangdong", 3, since=date(2019, 1, 1)),
            Presence("org:p", "CHN", None, None, until=date(2021, 1, 1)),
            Presence("org:p", "GBR"),
        ),
        homes={"org:p": ("GBR", ("source:report",))},
        offers=(
            Offer("org:p", "service:audit", "PROFESSIONAL", True, date(2017, 1, 1), sources=("source:report",)),
            Offer("org:q", "service:audit", "PROFESSIONAL", True, until=date(2020, 1, 1)),
        ),
        listings=(Listing("source:list", 2018, "org:x", HUB, "26", "CHN", "Guangdong"),),
        outputs=(Output("CHN", "c30", 5e6, 2011, ("source:table",)),),
        purchases=(
            Purchase("CHN", "c30", "c14", 1e6, 2011, ("source:table",)),
            Purchase("CHN", "c30", "c15", 4e6),
        ),
        published={"source:list": 2018, "source:report": 2020},
    )


def test_the_statements_have_the_same_columns_and_write_nothing() -> None:
    for name, rows in rows_from_facts(drawn()).items():
        text = statement(f"rules/{name}")
        assert faults(f"rules/{name}", text) == []
        assert set(columns(text)) == set(rows[0]), name
