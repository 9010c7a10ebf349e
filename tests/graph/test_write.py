"""Writing checked rows: the same again changes nothing, a link is replaced by its identity and period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb import ddl
from kb.db import Database
from kb.errors import Internal, KbError, Timeout
from kb.load.facts import Facts
from kb.records import row_of


def present_in(*rows: dict[str, Any]) -> Facts:
    facts = Facts()
    facts.node("Country", id="country:aaa", name="A", iso3="AAA")
    facts.node("Organisation", id="org:a", name="O")
    for row in rows:
        facts.link("PRESENT_IN", "org:a", "country:aaa", **{"basis": "OBSERVED", **row})
    return facts


def links(base: Database, kind: str = "PRESENT_IN", start: str = "Organisation") -> list[dict[str, Any]]:
    rows = [row_of(found["props"]) for found in base.stream(ddl.export_links(kind, start))]
    return sorted(rows, key=lambda row: (row.get("since") or date.min, row.get("kind") or ""))


def year(number: int) -> date:
    return date(number, 1, 1)


def test_writing_twice_changes_nothing(base: Database) -> None:
    facts = present_in({"since": year(2010), "kind": "OFFICE", "offices": 3, "sources": ("source:a", "source:b")})
    counts = base.write(facts)
    assert counts == {"Country": 1, "Organisation": 1, "PRESENT_IN": 1}
    before = links(base)
    assert before == [
        {
            "since": year(2010),
            "kind": "OFFICE",
            "offices": 3,
            "sources": ("source:a", "source:b"),
            "basis": "OBSERVED",
        }
    ]
    base.write(facts)
    assert links(base) == before
    assert base.counts() == ({"Country": 1, "Organisation": 1}, {"PRESENT_IN": 1})


def test_a_property_gone_from_the_row_is_gone(base: Database) -> None:
    base.write(present_in({"offices": 3}))
    base.write(present_in({"confidence": 0.5}))
    assert links(base) == [{"basis": "OBSERVED", "confidence": 0.5}]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({}, {}, 1),
        ({"until": year(2010)}, {"since": year(2010)}, 2),
        ({"until": year(2011)}, {"since": year(2010)}, 1),
        ({"since": year(2010)}, {"until": year(2010)}, 2),
        ({"kind": "OFFICE"}, {}, 2),
        ({"kind": "OFFICE"}, {"kind": "BRANCH"}, 2),
        ({"kind": "OFFICE"}, {"kind": "OFFICE", "since": year(2000)}, 1),
        ({"province": "P"}, {"province": "P", "kind": "OFFICE"}, 2),
        ({"basis": "INFERRED", "rule": "R1"}, {"basis": "INFERRED", "rule": "R2"}, 2),
        ({"basis": "INFERRED", "rule": "R1"}, {"basis": "OBSERVED"}, 2),
        ({"offices": 1}, {"offices": 2}, 1),
    ],
)
def test_identity_of_a_link(base: Database, first: dict[str, Any], second: dict[str, Any], count: int) -> None:
    base.write(present_in(first))
    base.write(present_in(second))
    assert len(links(base)) == count
    assert {"basis": "OBSERVED", **second} in links(base)


def test_rows_for_several_periods_of_a_link_do_not_hide_one_another(base: Database) -> None:
    base.write(present_in({"since": year(2009), "until": year(2019)}))
    base.write(present_in({"since": year(2010), "until": year(2012)}, {"since": year(2014), "until": year(2016)}))
    assert [(row["since"].year, row["until"].year) for row in links(base)] == [(2010, 2012), (2014, 2016)]


def test_a_wider_period_takes_the_place_of_several(base: Database) -> None:
    base.write(present_in({"since": year(2010), "until": year(2012)}, {"since": year(2014), "until": year(2016)}))
    base.write(present_in({"since": year(2009)}))
    assert links(base) == [{"since": year(2009), "basis": "OBSERVED"}]


def test_years_are_part_of_an_identity(base: Database) -> None:
    facts = Facts()
    for name in ("a", "b"):
        facts.node("Country", id=f"country:{name * 3}", name=name, iso3=name.upper() * 3)
    for value in (2018, 2019, None):
        facts.link("TRADES_WITH", "country:aaa", "country:bbb", basis="OBSERVED", year=value, value_usd=1.0)
    base.write(facts)
    base.write(facts)
    assert base.counts()[1] == {"TRADES_WITH": 3}


def test_roles_are_labels_and_stale_ones_go(base: Database) -> None:
    def labels() -> set[str]:
        return set(base.rows("MATCH (n:Entity {id: 'org:a'}) RETURN labels(n) AS labels")[0]["labels"])

    base.write(Facts(nodes={"Organisation": [{"id": "org:a", "name": "A", "roles": ("Supplier",)}]}))
    assert labels() == {"Entity", "Organisation", "Supplier"}
    roles = ("TechServiceProvider", "FinancialServiceProvider")
    base.write(Facts(nodes={"Organisation": [{"id": "org:a", "name": "A", "roles": roles}]}))
    assert labels() == {"Entity", "Organisation", *roles}
    base.write(Facts(nodes={"Organisation": [{"id": "org:a", "name": "A"}]}))
    assert labels() == {"Entity", "Organisation"}


def test_a_link_to_nowhere_is_not_passed_over(base: Database) -> None:
    with pytest.raises(Internal, match="1 PRESENT_IN links"):
        base.write(Facts(links={"PRESENT_IN": [{"from": "org:a", "to": "country:zzz", "basis": "OBSERVED"}]}))


def test_a_read_cannot_write(base: Database) -> None:
    with pytest.raises(KbError):
        base.rows("CREATE (n:Country {id: 'country:aaa'}) RETURN n.id AS id")
    assert base.is_empty()


def test_a_read_ends_in_time(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.db.READ_SECONDS", 0.2)
    with pytest.raises(Timeout):
        base.rows("UNWIND range(1, 100000000) AS a UNWIND range(1, 1000) AS b RETURN sum(sin(a) * b) AS s")


def test_dates_come_back_as_dates(base: Database) -> None:
    rows = base.rows("RETURN $day AS day, [$day] AS days, {at: $day} AS map", {"day": year(2018)})
    assert rows == [{"day": year(2018), "days": [year(2018)], "map": {"at": year(2018)}}]


@pytest.mark.anyio
async def test_an_asynchronous_read(async_base: Database) -> None:
    assert await async_base.arows("RETURN 1 AS one, date('2018-01-01') AS day") == [{"one": 1, "day": year(2018)}]


@pytest.mark.anyio
async def test_an_asynchronous_read_before_it_is_open(base: Database) -> None:
    with pytest.raises(Internal):
        await base.arows("RETURN 1 AS one")
