"""The priors of servicesFollowing: checked, completed, and listed as they were used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import BadInput
from kb.meta import camel, props
from kb.ontology.goods import ServiceProximity
from kb.questions.common import PriorInput, PriorUsed
from kb.questions.following import FollowPriors

__all__ = ["Priors", "priors", "used"]

_NEEDS = {
    ServiceProximity.ON_SITE: "need_on_site",
    ServiceProximity.IN_COUNTRY: "need_in_country",
    ServiceProximity.REMOTE: "need_remote",
}


@dataclass(frozen=True)
class Priors:
    """Numbers that no source states, complete."""

    need: Mapping[ServiceProximity, tuple[float, float, float]]
    """need for proximity: value, low, high"""
    ability_with_agreement: float
    ability_without: float


def priors(given: FollowPriors | None) -> Priors:
    """The priors to compute with. Raises BadInput where a range does not hold its value."""
    given = given or FollowPriors()
    need = {proximity: _range(name, getattr(given, name)) for proximity, name in _NEEDS.items()}
    return Priors(need, given.ability_with_agreement, given.ability_without)


def used(numbers: Priors) -> tuple[PriorUsed, ...]:
    """All priors, in the order in which they are declared."""
    ranges = {name: numbers.need[proximity] for proximity, name in _NEEDS.items()}
    listed = []
    for p in props(FollowPriors):
        value, low, high = ranges.get(p.name) or (getattr(numbers, p.name), None, None)
        listed.append(PriorUsed(name=p.graphql_name, value=value, low=low, high=high, meaning=p.prop.description))
    return tuple(listed)


def _range(name: str, prior: PriorInput) -> tuple[float, float, float]:
    low = prior.value if prior.low is None else prior.low
    high = prior.value if prior.high is None else prior.high
    if not low <= prior.value <= high:
        raise BadInput(
            f"priors.{camel(name)} is {prior.value:g} with low {low:g} and high {high:g}.",
            argument=f"priors.{camel(name)}",
            rule="low <= value <= high",
            hint="Give a range that holds the value, or leave low and high out.",
        )
    return prior.value, low, high
