"""Arguments from outside: what is taken as it is, what is read kindly, and what is refused with its name and rule."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kb.errors import BadInput
from kb.ontology.goods import ServiceCategory
from kb.questions import QUESTIONS
from kb.questions.arguments import node_id, question
from kb.questions.common import PriorInput
from kb.questions.following import FollowOrder, FollowPriors, ServicesFollowing
from kb.questions.following_priors import priors, used

CATEGORIES = "one of FINANCIAL, TECHNOLOGY, PROFESSIONAL, LOGISTICS, COMPLIANCE"


def asked(**raw: Any) -> ServicesFollowing:
    found = question("servicesFollowing", QUESTIONS, {"hub": "hub:a", **raw})
    assert isinstance(found, ServicesFollowing)
    return found


def test_what_is_not_given_has_its_default() -> None:
    assert asked() == ServicesFollowing(hub="hub:a")
    assert asked(to=None, moved=None, asOf=None, categories=None, priors=None, orderBy=None) == asked()
    found = asked()
    assert (found.to, found.moved, found.as_of, found.categories, found.priors) == (None, 1.0, None, None, None)
    assert found.order_by is FollowOrder.SHARE


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"hub": " HUB:A "}, {"hub": "hub:a"}),
        ({"to": "vNm"}, {"to": "country:vnm"}),
        ({"to": "country:vnm"}, {"to": "country:vnm"}),
        ({"moved": 1}, {"moved": 1.0}),
        ({"moved": 0.25}, {"moved": 0.25}),
        ({"asOf": "2022-06-30"}, {"as_of": date(2022, 6, 30)}),
        ({"as_of": date(2022, 6, 30)}, {"as_of": date(2022, 6, 30)}),
        ({"asOf": datetime(2022, 6, 30, 23, 59)}, {"as_of": date(2022, 6, 30)}),
        ({"categories": "FINANCIAL"}, {"categories": (ServiceCategory.FINANCIAL,)}),
        ({"categories": ["LOGISTICS", ServiceCategory.FINANCIAL]},
         {"categories": (ServiceCategory.LOGISTICS, ServiceCategory.FINANCIAL)}),
        ({"categories": []}, {"categories": ()}),
        ({"orderBy": "MONEY"}, {"order_by": FollowOrder.MONEY}),
        ({"priors": {"needRemote": {"value": 0.3, "low": 0.2}, "ability_without": 0}},
         {"priors": FollowPriors(need_remote=PriorInput(value=0.3, low=0.2), ability_without=0.0)}),
        ({"priors": FollowPriors(ability_without=0.1)}, {"priors": FollowPriors(ability_without=0.1)}),
        ({"priors": {"needRemote": None}}, {"priors": FollowPriors()}),
    ],
)  # fmt: skip
def test_read(raw: dict[str, Any], expected: dict[str, Any]) -> None:
    found = asked(**raw)
    assert {name: getattr(found, name) for name in expected} == expected
    assert type(found.as_of) in (type(None), date)  # Neo4j compares a date with no other


@pytest.mark.parametrize(
    ("raw", "argument", "rule"),
    [
        ({"hub": None}, "hub", "required"),
        ({"hub": ""}, "hub", "a text that is not empty"),
        ({"hub": "  "}, "hub", "a text that is not empty"),
        ({"hub": 3}, "hub", "a text that is not empty"),
        ({"hub": "Guangdong"}, "hub", "an id hub:…"),
        ({"hub": "hub:"}, "hub", "an id hub:…"),
        ({"hub": "hub:a'}) DETACH DELETE"}, "hub", "an id hub:…"),
        ({"hub": "\ud800"}, "hub", "an id hub:…"),
        ({"hub": "country:chn"}, "hub", "an id of ProductionHub"),
        ({"hub": "chn"}, "hub", "an id hub:…"),
        ({"to": "Viet Nam"}, "to", "an id country:… (or an ISO 3166-1 alpha-3 code)"),
        ({"to": "hub:a"}, "to", "an id of Country"),
        ({"to": ["country:vnm"]}, "to", "a text that is not empty"),
        *[({"moved": value}, "moved", "> 0, <= 1") for value in (0, -0.1, 1.0000001, 7)],
        *[({"moved": value}, "moved", "a finite number")
          for value in ("0.5", True, float("nan"), float("inf"), 10**400, 10**5000, [1])],
        *[({"asOf": value}, "asOf", "a day of the calendar, YYYY-MM-DD")
          for value in ("2022-02-30", "2022-6-30", "20220630", "0000-01-01", "today", "", 2022, "\u0662022-06-30")],
        ({"categories": ["finance"]}, "categories", CATEGORIES),
        ({"categories": [None]}, "categories", CATEGORIES),
        ({"categories": 5}, "categories", CATEGORIES),
        ({"orderBy": "money"}, "orderBy", "one of SHARE, MONEY"),
        ({"priors": 0.3}, "priors", "a structure"),
        ({"priors": {"needRemote": 0.3}}, "priors.needRemote", "a structure"),
        ({"priors": {"needRemote": {}}}, "priors.needRemote.value", "required"),
        ({"priors": {"needRemote": {"value": 1.1}}}, "priors.needRemote.value", ">= 0, <= 1"),
        ({"priors": {"needRemote": {"value": 0.5, "low": -0.1}}}, "priors.needRemote.low", ">= 0, <= 1"),
        ({"priors": {"needRemote": {"value": 0.5, "high": 2}}}, "priors.needRemote.high", ">= 0, <= 1"),
        ({"priors": {"abilityWithout": -1}}, "priors.abilityWithout", ">= 0, <= 1"),
        ({"priors": {"needs": {}}}, "priors.needs", "a known argument"),
        ({"priors": {1: 2}}, "priors.1", "a known argument"),
        ({"country": "country:vnm"}, "country", "a known argument"),
    ],
)  # fmt: skip
def test_refused(raw: dict[str, Any], argument: str, rule: str) -> None:
    with pytest.raises(BadInput) as caught:
        asked(**raw)
    assert (caught.value.argument, caught.value.rule) == (argument, rule)
    assert caught.value.hint
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (lambda: asked(hubb="x"), "Did you mean hub?"),
        (lambda: asked(asof="2022-06-30"), "Did you mean asOf?"),
        (lambda: asked(orderBy="Money"), "Did you mean MONEY?"),
        (lambda: question("servicesFolowing", QUESTIONS, {}), "Did you mean servicesFollowing?"),
        (lambda: question("zzz", {"b": ServicesFollowing, "a": ServicesFollowing}, {}), "Known: a, b."),
    ],
)
def test_the_hint_names_what_was_meant(given: Any, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        given()
    assert caught.value.hint == hint


def test_ids_of_other_labels() -> None:
    assert node_id("8542", ("Good",), "good") == "good:hs-8542"
    assert node_id("USA", ("Country", "Organisation"), "of") == "country:usa"
    assert node_id("org:x", ("Country", "Organisation"), "of") == "org:x"
    assert node_id("sector:x", ("Entity",), "id") == "sector:x"
    with pytest.raises(BadInput):
        node_id("٨٥", ("Good",), "good")


@pytest.mark.parametrize("text", ["hub:a--b", "hub:-a", "hub:a-", "hub:", "hub:a_b", "hub:a b"])
def test_an_id_is_one_that_a_node_can_have(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        asked(hub=text)
    assert caught.value.argument == "hub"


@pytest.mark.parametrize("many", [197, 900_000])
def test_an_id_that_is_too_long_is_not_repeated(many: int) -> None:
    assert node_id("hub:" + "y" * 196, ("ProductionHub",), "hub") == "hub:" + "y" * 196
    with pytest.raises(BadInput) as caught:
        asked(hub="hub:" + "y" * many)
    assert (caught.value.argument, caught.value.rule) == ("hub", "an id of at most 200 characters")
    assert len(str(caught.value)) < 300


def test_an_argument_in_both_spellings_is_refused() -> None:
    with pytest.raises(BadInput, match="asOf is given twice") as caught:
        asked(asOf="2022-06-30", as_of="2023-06-30")
    assert (caught.value.argument, caught.value.rule) == ("asOf", "given once")
    with pytest.raises(BadInput) as caught:
        asked(priors={"abilityWithout": 0.1, "ability_without": 0.1})
    assert caught.value.argument == "priors.abilityWithout"
    assert asked(asOf=None, as_of="2023-06-30").as_of == date(2023, 6, 30)


def test_priors_as_they_are_used() -> None:
    told = [(p.name, p.value, p.low, p.high) for p in used(priors(None))]
    assert told == [
        ("needOnSite", 1.0, 1.0, 1.0),
        ("needInCountry", 0.6, 0.4, 0.8),
        ("needRemote", 0.1, 0.0, 0.2),
        ("abilityWithAgreement", 0.5, None, None),
        ("abilityWithout", 0.25, None, None),
    ]
    given = FollowPriors(need_remote=PriorInput(value=0.3), need_in_country=PriorInput(value=0.5, high=0.7))
    told = [(p.value, p.low, p.high) for p in used(priors(given))]
    assert told[1:3] == [(0.5, 0.5, 0.7), (0.3, 0.3, 0.3)]


@pytest.mark.parametrize("prior", [(0.5, 0.6, None), (0.5, None, 0.4), (0.5, 0.7, 0.6), (0.2, 0.3, 0.1)])
def test_a_range_holds_its_value(prior: tuple[float, float | None, float | None]) -> None:
    value, low, high = prior
    with pytest.raises(BadInput) as caught:
        priors(FollowPriors(need_in_country=PriorInput(value=value, low=low, high=high)))
    assert (caught.value.argument, caught.value.rule) == ("priors.needInCountry", "low <= value <= high")
