"""What an answer of servicesFollowing says beside its rows, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.db import Database
from kb.errors import BadInput, KbError, NotFound
from kb.questions.following import ServicesFollowingAnswer
from tests.drawn import drawn
from tests.follow.evidence import DRAWN
from tests.follow.spec import DAY, GROUND, asked

SERVED = "org:p SERVES hub:a service:s seller_share=0.4"


def answer(base: Database, **arguments: Any) -> ServicesFollowingAnswer:
    found = base.ask("servicesFollowing", **asked(**arguments))
    assert isinstance(found, ServicesFollowingAnswer)
    return found


@pytest.fixture
def told(base: Database) -> ServicesFollowingAnswer:
    base.write(drawn(DRAWN))
    return answer(base)


def test_evidence_is_the_chains_the_heaviest_first(told: ServicesFollowingAnswer) -> None:
    chains = next(r for r in told.rows if (r.provider, r.service) == ("org:p", "service:s")).evidence
    assert [chain.nodes for chain in chains] == [
        ("hub:a", "org:c", "org:p"),  # .5 * 1/2
        ("hub:a", "org:p"),  # .1, the hub's id before the client's: hub:a < org:d
        ("hub:a", "org:d", "org:p"),  # .1 * 1
        ("hub:a", "sector:x", "org:p"),  # no number
    ]
    assert [str(chain.basis) for chain in chains] == ["OBSERVED", "OBSERVED", "OBSERVED", "ASSUMED"]
    assert [chain.sources for chain in chains] == [
        ("source:two", "source:three"),
        ("source:one",),
        ("source:drawn",),
        ("source:four", "source:drawn"),
    ]


def test_evidence_tells_the_links_as_they_are(told: ServicesFollowingAnswer) -> None:
    row = next(r for r in told.rows if (r.provider, r.service) == ("org:p", "service:s"))
    operates, serves = row.evidence[0].links
    assert (str(operates.type), operates.from_, operates.to) == ("OPERATES_IN", "org:c", "hub:a")
    assert (operates.since, operates.until, operates.confidence) == (date(2018, 1, 1), None, 0.7)
    assert (operates.service, operates.seller_share, operates.factor) == (None, None, 0.5)
    assert (str(serves.type), serves.from_, serves.to) == ("SERVES", "org:p", "org:c")
    assert (serves.since, serves.until) == (date(2019, 1, 1), date(2025, 1, 1))
    assert (serves.service, serves.seller_share, serves.factor, serves.value_usd) == ("service:s", 0.5, 0.5, 100.0)
    assert serves.sources == ("source:three", "source:two")
    part_of, _ = row.evidence[-1].links
    assert (str(part_of.type), part_of.from_, part_of.to) == ("PART_OF", "hub:a", "sector:x")
    assert (str(part_of.basis), part_of.rule, part_of.factor) == ("ASSUMED", "hub-share", 0.5)
    (direct,) = row.evidence[1].links
    assert (direct.to, direct.factor, direct.value_usd) == ("hub:a", 1.0, None)


def test_totals_are_in_the_order_of_categories(told: ServicesFollowingAnswer) -> None:
    totals = [
        (str(t.category), t.provider_count, t.stake_usd, t.follow_usd, t.remote_usd, t.lost_usd,
         [(str(v.verdict), v.count) for v in t.verdicts])
        for t in told.totals
    ]  # fmt: skip
    assert totals == [
        ("FINANCIAL", 1, 50.0, 30.0, 20.0, 0.0, [("FOLLOWS", 1)]),
        ("TECHNOLOGY", 2, None, None, None, None, [("SERVED_REMOTELY", 2)]),
        ("LOGISTICS", 2, None, None, None, None, [("UNKNOWN", 2)]),
    ]
    assert (told.unknown_links, told.total_count) == (3, 5)


def test_the_answer_repeats_what_was_asked(told: ServicesFollowingAnswer) -> None:
    assert (told.hub, told.from_country, told.to_country, told.as_of, told.moved) == (
        "hub:a", "country:chn", "country:vnm", DAY, 1.0)  # fmt: skip
    assert [p.name for p in told.priors] == [
        "needOnSite", "needInCountry", "needRemote", "abilityWithAgreement", "abilityWithout"]  # fmt: skip
    assert all(p.meaning for p in told.priors)


def test_caveats(told: ServicesFollowingAnswer, base: Database) -> None:
    texts = {str(c.code): c.text for c in told.caveats}
    expected = "UNKNOWN_LINKS INFERRED_SHARES ASSUMED_LINKS CONFIDENCE DATA_YEARS NO_HOME PRIORS"
    assert list(texts) == expected.split()
    assert texts["UNKNOWN_LINKS"].startswith("3 links")
    assert "rule R1" in texts["INFERRED_SHARES"]
    assert "0.2 to 0.3" in texts["CONFIDENCE"]
    assert "2018 to 2021" in texts["DATA_YEARS"]
    assert texts["NO_HOME"].startswith("Providers whose home is not loaded: 1. ")
    assert "NO_DESTINATION" in codes(answer(base, to=None))
    assert codes(answer(base, categories=["COMPLIANCE"])) == ["NO_SHARES", "PRIORS"]
    assert codes(answer(base, to="usa", categories=["LOGISTICS"])).count("NOT_LOADED") == 1  # no money


def codes(found: ServicesFollowingAnswer) -> list[str]:
    return [str(caveat.code) for caveat in found.caveats]


def test_who_governs_a_destination_may_not_be_loaded(base: Database) -> None:
    base.write(drawn(GROUND, SERVED, "country:jpn"))
    texts = [c.text for c in answer(base, to="jpn").caveats if c.code == "NOT_LOADED"]
    assert any("governs country:jpn" in text for text in texts)


def test_today_where_no_day_is_named(base: Database) -> None:
    base.write(drawn(GROUND, SERVED))
    found = base.ask("servicesFollowing", hub="hub:a")
    assert isinstance(found, ServicesFollowingAnswer)
    assert abs((found.as_of - date.today()).days) <= 1
    assert len(found.rows) == 1


def test_what_draws_it_runs(told: ServicesFollowingAnswer, base: Database) -> None:
    assert "$" not in told.explore.replace("$to", "").partition("\n")[2]
    assert base.rows(told.explore)


REFUSED: list[tuple[str, dict[str, Any], type[KbError], str]] = [
    ("", {"hub": "hub:none"}, NotFound, "hub"),
    ("", {"hub": "country:chn"}, BadInput, "hub"),
    ("", {"hub": "org:p"}, BadInput, "hub"),
    ("", {"to": "country:xxx"}, NotFound, "to"),
    ("", {"to": "XXX"}, NotFound, "to"),
    ("", {"to": "chn"}, BadInput, "to"),
    ("", {"to": "Viet Nam"}, BadInput, "to"),
    ("hub:b", {"hub": "hub:b"}, BadInput, "hub"),
    ("hub:a 2023..", {}, BadInput, "hub"),
    ("hub:a ..2022-06-30", {}, BadInput, "hub"),
    ("hub:c LOCATED_IN country:chn ..2022-06-30", {"hub": "hub:c"}, BadInput, "hub"),
    ("hub:c LOCATED_IN country:chn 2022-07-01..", {"hub": "hub:c"}, BadInput, "hub"),
    ("country:chn 2023..", {}, BadInput, "hub"),
    ("", {"moved": 0}, BadInput, "moved"),
    ("", {"moved": 1.01}, BadInput, "moved"),
    ("", {"as_of": "2022-02-30"}, BadInput, "asOf"),
    ("", {"priors": {"needRemote": {"value": 0.1, "low": 0.2}}}, BadInput, "priors.needRemote"),
    ("", {"priors": {"needRemote": {"value": 1.5}}}, BadInput, "priors.needRemote.value"),
    ("", {"where": "here"}, BadInput, "where"),
]


@pytest.mark.parametrize(("draw", "arguments", "error", "argument"), REFUSED)
def test_refused(base: Database, draw: str, arguments: dict[str, Any], error: type[KbError], argument: str) -> None:
    base.write(drawn(GROUND, SERVED, draw))
    with pytest.raises(KbError) as caught:
        answer(base, **arguments)
    assert (type(caught.value), caught.value.argument) == (error, argument)
    assert caught.value.rule
    assert caught.value.hint


def test_an_empty_knowledge_base_says_what_to_do(base: Database) -> None:
    with pytest.raises(NotFound, match="kb load starter"):
        answer(base)
    base.write(drawn("country:chn"))
    with pytest.raises(NotFound, match="search"):
        answer(base)
