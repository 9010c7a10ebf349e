"""The supply side of rule R1: where the offices of a service's providers stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kb.rules.colocation_inputs import Presence

__all__ = ["WHOLE_COUNTRY", "Dated", "Offices", "offices_of", "stays"]

WHOLE_COUNTRY = ""
"""the place of a hub whose province is unknown, and of all hubs where offices are not placed"""


class Dated(Protocol):
    """A presence or an offer."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...


@dataclass
class Offices:
    """The offices of the providers of one service in one country."""

    placed: bool
    """by province; else all of them are in one place, the country"""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """provider -> place -> offices"""
    foreign: frozenset[str] = frozenset()
    """providers that are headquartered elsewhere (class F; the others are class D)"""
    unplaced: int = 0
    """offices left out because their province is unknown"""
    _shares: dict[tuple[bool | None, str], float] = field(default_factory=dict, init=False, repr=False, compare=False)
    """by class (None = all) and place: asked for once a provider, the same for all of a class"""

    def total(self, provider: str) -> int:
        """n: offices of the provider."""
        return sum(self.counts.get(provider, {}).values())

    def in_place(self, provider: str, place: str) -> int:
        """n_pl: offices of the provider in the place."""
        return self.total(provider) if place == WHOLE_COUNTRY else self.counts.get(provider, {}).get(place, 0)

    def all(self) -> int:
        """Offices of all providers."""
        return sum(map(self.total, self.counts))

    def share(self, place: str) -> float:
        """s: the part of all offices that stands in the place."""
        return self._share(None, place)

    def class_share(self, provider: str, place: str) -> float:
        """s_class: the same, of the providers of this one's class."""
        return self._share(provider in self.foreign, place)

    def theta(self, provider: str, place: str, weight: float) -> float:
        """The part of the provider's business that is done in the place: its offices, drawn to its class's share.

        `weight` (K) is how many offices the class's share counts for.
        """
        here = self.in_place(provider, place) + weight * self.class_share(provider, place)
        return here / (self.total(provider) + weight)

    def _share(self, foreign: bool | None, place: str) -> float:
        """Once it was asked for, the counts must not change any more."""
        if (foreign, place) not in self._shares:
            chosen = [one for one in self.counts if foreign is None or (one in self.foreign) == foreign]
            everywhere = sum(map(self.total, chosen))
            here = sum(self.in_place(provider, place) for provider in chosen)
            self._shares[foreign, place] = here / everywhere if everywhere else 0.0
        return self._shares[foreign, place]


def offices_of(presences: Iterable[Presence], homes: Mapping[str, str], country: str) -> Offices:
    """Counts the offices in these presences, all in `country`. Where one is placed, those that are not are left out."""
    counted = [row for row in presences if row.offices is not None]
    found = Offices(placed=any(row.province for row in counted))
    for row in counted:
        if found.placed and not row.province:
            found.unplaced += row.offices or 0
        elif row.offices:
            places = found.counts.setdefault(row.provider, {})
            place = (row.province or WHOLE_COUNTRY).casefold()
            places[place] = places.get(place, 0) + row.offices
    found.foreign = frozenset(provider for provider in found.counts if homes.get(provider, country) != country)
    return found


def stays(rows: Iterable[Dated], since: date, until: date) -> list[tuple[date, date]]:
    """When one of the rows holds between two days: periods that touch or overlap are one."""
    found: list[tuple[date, date]] = []
    for row in sorted(rows, key=lambda row: row.since):
        start, end = max(row.since, since), min(row.until, until)
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
