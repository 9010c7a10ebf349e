"""A source loaded into a base that has more: others' statements stay, what the source no longer states goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kb.db import Database
from kb.errors import BadFacts, Unavailable
from kb.load import wiod
from kb.load.facts import Facts
from kb.load.renewing import Renewed, load_source
from kb.load.run import load_facts
from kb.records import row_of

DESTA, READ = "source:desta", "source:gazette"
CPTPP, OLD = "agreement:cptpp", "agreement:old"
ENTRY = date(2018, 12, 30)


def source(facts: Facts, identifier: str, **more: Any) -> None:
    facts.node("Source", id=identifier, name=identifier, title=identifier, **more)


def party(facts: Facts, iso3: str, agreement: str, *sources: str, **more: Any) -> None:
    facts.link("PARTY_TO", f"government:{iso3}", agreement, basis="OBSERVED", sources=sources, **more)


def curated() -> Facts:
    """Two governments and an agreement whose days were read in a gazette."""
    facts = Facts()
    source(facts, READ, published=date(2019, 1, 1))
    for iso3 in ("jpn", "vnm"):
        facts.node("Government", id=f"government:{iso3}", name=iso3, kind="NATIONAL", sources=(READ,))
    facts.node(
        "TradeAgreement", id=CPTPP, name="CPTPP", kind="FTA", signed=date(2018, 3, 8), in_force=ENTRY, sources=(READ,)
    )
    party(facts, "jpn", CPTPP, READ, since=ENTRY, confidence=0.9)
    return facts


def desta(*, old_parties: tuple[str, ...] = ("jpn", "vnm"), since: date = date(2018, 1, 1)) -> Facts:
    """What a list by years says of the same agreement, and of one that only the list has."""
    facts = Facts()
    source(facts, DESTA, published=date(2014, 1, 1))
    facts.node("TradeAgreement", id=CPTPP, name="Trans-Pacific", signed=date(2018, 1, 1), depth=7, sources=(DESTA,))
    facts.node("TradeAgreement", id=OLD, name="Old", in_force=since, sources=(DESTA,))
    party(facts, "jpn", CPTPP, DESTA, since=since, side="1", confidence=0.5)
    for iso3 in old_parties:
        party(facts, iso3, OLD, DESTA, since=since)
    return facts


def load(base: Database, facts: Facts) -> Renewed:
    return load_source(base, "desta", facts, progress=False)


def agreement(base: Database, identifier: str) -> dict[str, Any]:
    (row,) = base.rows("MATCH (n:TradeAgreement {id: $id}) RETURN properties(n) AS props", {"id": identifier})
    return row_of(row["props"])


def links(base: Database, kind: str = "PARTY_TO") -> dict[tuple[str, str], dict[str, Any]]:
    rows = base.rows(f"MATCH (a)-[l:{kind}]->(b) RETURN a.id AS a, b.id AS b, properties(l) AS props")
    assert len(rows) == len({(row["a"], row["b"]) for row in rows})
    return {(row["a"], row["b"]): row_of(row["props"]) for row in rows}


def test_what_was_read_by_hand_keeps_its_name_and_days(base: Database) -> None:
    load_facts(base, curated(), progress=False)
    load(base, desta())
    found = agreement(base, CPTPP)
    assert (found["name"], found["aliases"]) == ("CPTPP", ("Trans-Pacific",))
    assert (found["signed"], found["in_force"], found["depth"]) == (date(2018, 3, 8), ENTRY, 7)
    assert found["sources"] == (READ, DESTA)
    link = links(base)["government:jpn", CPTPP]
    assert link == {
        "basis": "OBSERVED", "since": date(2018, 1, 1), "side": "1", "confidence": 0.9, "sources": (READ, DESTA),
    }  # fmt: skip


def test_twice_changes_nothing(base: Database) -> None:
    load_facts(base, curated(), progress=False)
    first = load(base, desta())
    before = (agreement(base, CPTPP), agreement(base, OLD), links(base))
    again = load(base, desta())
    assert (agreement(base, CPTPP), agreement(base, OLD), links(base)) == before
    assert (first.loaded, first.removed, first.forgotten) == (again.loaded, {}, {})


def test_what_the_source_alone_stated_follows_it(base: Database) -> None:
    load_facts(base, curated(), progress=False)
    load(base, desta())
    later = date(2020, 1, 1)
    renewed = load(base, desta(old_parties=("jpn",), since=later))
    assert (renewed.removed, renewed.forgotten) == ({"PARTY_TO": 1}, {})
    assert set(links(base)) == {("government:jpn", CPTPP), ("government:jpn", OLD)}
    assert links(base)["government:jpn", OLD]["since"] == later
    assert agreement(base, OLD)["in_force"] == later


def test_what_others_state_too_stays_without_the_source(base: Database) -> None:
    load_facts(base, curated(), progress=False)
    load(base, desta())
    withdrawn = desta()
    withdrawn.links["PARTY_TO"] = [row for row in withdrawn.links["PARTY_TO"] if row["to"] == OLD]
    renewed = load(base, withdrawn)
    assert (renewed.removed, renewed.forgotten) == ({}, {"PARTY_TO": 1})
    assert links(base)["government:jpn", CPTPP]["sources"] == (READ,)


def test_links_of_other_sources_and_types_are_not_touched(base: Database) -> None:
    facts = curated()
    party(facts, "vnm", CPTPP, READ, since=ENTRY)
    facts.node("Coalition", id="coalition:c", name="C", sources=(READ,))
    facts.link("MEMBER_OF", "government:jpn", "coalition:c", basis="OBSERVED", sources=(DESTA,))
    source(facts, DESTA)
    load_facts(base, facts, progress=False)
    renewed = load(base, desta())
    assert renewed.removed == {}
    assert links(base)["government:vnm", CPTPP]["sources"] == (READ,)
    assert set(links(base, "MEMBER_OF")) == {("government:jpn", "coalition:c")}


def test_a_fault_and_nothing_is_written(base: Database) -> None:
    load_facts(base, curated(), progress=False)
    bad = desta()
    party(bad, "zzz", OLD, DESTA)
    with pytest.raises(BadFacts, match=r"(?s)government:zzz.*Nothing of desta was written.*countries"):
        load(base, bad)
    assert agreement(base, CPTPP)["sources"] == (READ,)
    assert set(links(base)) == {("government:jpn", CPTPP)}


def test_one_that_broke_off_is_completed(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    load_facts(base, curated(), progress=False)
    load(base, desta())
    whole = Database.change

    def breaks_off(self: Database, text: str, parameters: Any = None) -> list[dict[str, Any]]:
        if "DELETE l RETURN" in text:
            raise Unavailable("Neo4j cannot be reached now.")
        return whole(self, text, parameters)

    monkeypatch.setattr(Database, "change", breaks_off)
    with pytest.raises(Unavailable):
        load(base, desta(old_parties=("jpn",)))
    assert ("government:vnm", OLD) in links(base)
    monkeypatch.setattr(Database, "change", whole)
    assert load(base, desta(old_parties=("jpn",))).removed == {"PARTY_TO": 1}
    assert ("government:vnm", OLD) not in links(base)


def seats(seat: str, basis: str, identifier: str, **more: Any) -> Facts:
    facts = Facts()
    source(facts, identifier)
    for iso3 in ("hkg", "gbr", "chn"):
        facts.node("Country", id=f"country:{iso3}", name=iso3, iso3=iso3.upper(), sources=(identifier,))
    facts.node("Organisation", id="org:bank", name="Bank", sources=(identifier,))
    facts.link("HEADQUARTERED_IN", "org:bank", f"country:{seat}", basis=basis, sources=(identifier,), **more)
    return facts


def test_one_seat_at_any_date_the_better_known_one(base: Database) -> None:
    """An inferred seat moves with its source, gives way to a stated one, and does not come back."""
    guess = {"basis": "INFERRED", "identifier": "source:list", "rule": "home"}
    load_source(base, "list", seats("hkg", **guess), progress=False)
    moved = load_source(base, "list", seats("chn", **guess), progress=False)
    assert moved.removed == {"HEADQUARTERED_IN": 1}
    assert set(links(base, "HEADQUARTERED_IN")) == {("org:bank", "country:chn")}
    stated = load_source(base, "register", seats("gbr", "OBSERVED", "source:register"), progress=False)
    assert stated.removed == {"HEADQUARTERED_IN": 1}
    load_source(base, "list", seats("chn", **guess), progress=False)
    assert set(links(base, "HEADQUARTERED_IN")) == {("org:bank", "country:gbr")}


def test_a_table_in_parts_is_joined_part_by_part(base: Database) -> None:
    sectors = {f"CHN.c{number}": 100.0 for number in range(1, 6)}
    flows = tuple(wiod.Flow(a, b, 7.0) for a in sectors for b in sectors)
    table = wiod.Table(sectors, {f"c{number}": str(number) for number in range(1, 6)}, flows)
    world = Facts()
    world.node("Country", id="country:chn", name="China", iso3="CHN")
    load_facts(base, world, progress=False)

    def parts() -> Iterator[Facts]:
        return wiod.chunks(table, size=4)

    for _ in range(2):
        renewed = load_source(base, "wiod", parts, progress=False)
        assert renewed.loaded.links == {"LOCATED_IN": 5, "SUPPLIES": 25}
        assert renewed.removed == {}
    assert len(links(base, "SUPPLIES")) == 25
    less = wiod.Table(table.outputs, table.industries, flows[:20])
    assert load_source(base, "wiod", lambda: wiod.chunks(less, size=4), progress=False).removed == {"SUPPLIES": 5}
