"""The model's functions by themselves: what a split keeps, whatever the numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.meta import Basis
from kb.models.follow import Site, ability, best, hub_weight, phi, split, weakest

SHARE = st.floats(0, 1)


@given(st.floats(0, 1e12), SHARE, SHARE, st.sampled_from((0.0, 1.0)))
def test_the_parts_of_a_split_add_up(stake: float, need: float, able: float, across: float) -> None:
    parts = split(stake, need, able, across)
    assert parts.follow + parts.remote + parts.lost == pytest.approx(stake, rel=1e-12, abs=1e-300)
    assert min(parts.follow, parts.remote, parts.lost) >= 0


@given(st.floats(0, 1e12), SHARE)
def test_nothing_is_lost_by_rounding(stake: float, need: float) -> None:
    assert split(stake, need, 1.0, 1.0).lost == 0.0


def test_phi() -> None:
    assert phi([]) is None
    assert phi([0.0]) == 0.0
    assert phi([0.1] * 10) == 1.0  # added one by one they fall short of it
    assert phi([0.7, 0.7]) == 1.0


def test_ability() -> None:
    numbers = {"with_agreement": 0.5, "without": 0.25}
    found = [
        ability(barred=barred, present=present, agreed=agreed, **numbers)
        for barred, present, agreed in ((True, True, True), (False, True, False), (False, False, True), (False,) * 3)
    ]
    assert found == [0.0, 1.0, 0.5, 0.25]


def test_the_best_of_parallel_links() -> None:
    old, new = Site("hub:a", "OBSERVED", date(2010, 1, 1)), Site("hub:a", "OBSERVED", date(2020, 1, 1))
    undated, rule = Site("hub:a", "OBSERVED"), Site("hub:a", "INFERRED", date(2022, 1, 1), rule="R1")
    assert best([rule, undated, old, new]) == new
    assert best([rule, undated]) == undated
    assert best([Site("hub:a", "ASSUMED"), rule]) == rule
    assert weakest(["OBSERVED", "ASSUMED", "INFERRED"]) is Basis.ASSUMED


def test_the_weight_of_a_hub() -> None:
    here, there = Site("hub:a", "OBSERVED", sites=1), Site("hub:b", "OBSERVED", sites=3)
    assert hub_weight([here, there], "hub:a") == 0.25
    assert hub_weight([here], "hub:a") == 1.0
    assert hub_weight([here, Site("hub:b", "OBSERVED")], "hub:a") is None
    assert hub_weight([Site("hub:a", "OBSERVED", capacity_share=0.4), there], "hub:a") == 0.4
    assert hub_weight([Site("hub:a", "OBSERVED", sites=0), Site("hub:b", "OBSERVED", sites=0)], "hub:a") is None
