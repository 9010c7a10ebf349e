"""Which measures bear on a provider and a service in a country, and which agreements bind two countries.

A measure's targets are read together: *whom* (organisations; else firms whose home is a targeted country; else all)
and *what* (services; a measure about goods or sectors, or of a kind that is about goods, bears on no service).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Borne", "Measured", "Party", "Ruler", "agreement_between", "bearing", "home_bearing"]

_GOODS_KINDS = frozenset({"TARIFF", "IMPORT_BAN", "EXPORT_CONTROL"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure in force, one of its enactors, and what it targets, by prefix of the ids."""

    id: str
    kind: str
    effect: str
    enactor: str
    targets: Mapping[str, frozenset[str]]

    @property
    def about_goods(self) -> bool:
        """It bears on what is traded, not on who serves whom."""
        return bool("good" in self.targets or "sector" in self.targets or self.kind in _GOODS_KINDS)

    def names(self, provider: str) -> bool:
        """It targets this very firm."""
        return provider in self.targets.get("org", ())

    def means(self, provider: str, home: str | None) -> bool:
        """The firm, whose home may be unknown, is one of those it is about (*whom*, above)."""
        if "org" in self.targets:
            return self.names(provider)
        return "country" not in self.targets or home in self.targets["country"]

    def covers(self, service: str) -> bool:
        """The service is one of those it is about (*what*, above); a measure without any target covers none."""
        if "service" in self.targets:
            return service in self.targets["service"]
        return bool(self.targets) and not self.about_goods


@dataclass(frozen=True, slots=True)
class Ruler:
    """A government that governs a country, and the coalitions of which it is a member."""

    government: str
    coalitions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """A government bound by an agreement from a day on; parties of one side are not bound to each other."""

    government: str
    agreement: str
    bound: date
    side: str | None = None


@dataclass(slots=True)
class Borne:
    """What bears on one provider in one service."""

    bars: set[str] = field(default_factory=set)
    localises: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)

    def add(self, measure: Measured, *, from_home: bool = False) -> None:
        """Sort a measure in by its effect.

        One of the provider's own home cannot make a service local to the destination: there LOCALISES is a condition.
        """
        if measure.effect == "BARS":
            self.bars.add(measure.id)
        elif measure.effect == "LOCALISES" and not from_home:
            self.localises.add(measure.id)
        elif measure.effect in {"LOCALISES", "CONDITIONS", "COSTS"}:
            self.conditions.add(measure.id)


def bearing(
    measures: Iterable[Measured], provider: str, home: str | None, home_rulers: Sequence[Ruler]
) -> list[Measured]:
    """Measures of the destination's side that mean the provider, for whatever service.

    Unless it names the provider, a measure leaves alone one whose home its enactor governs (a coalition: whose home's
    government is a member).
    """
    at_home = {ruler.government for ruler in home_rulers} | _coalitions(home_rulers)
    return [m for m in measures if m.means(provider, home) and (m.names(provider) or m.enactor not in at_home)]


def home_bearing(
    measures: Iterable[Measured], home_rulers: Sequence[Ruler], destination_rulers: Sequence[Ruler]
) -> list[Measured]:
    """Measures of the home's side that target the destination and no firm: enacted by a government that governs the
    home and not the destination, or by a coalition with such a member and none that governs the destination."""
    there = {ruler.government for ruler in destination_rulers}
    own = [ruler for ruler in home_rulers if ruler.government not in there]
    enactors = {ruler.government for ruler in own} | (_coalitions(own) - _coalitions(destination_rulers))
    return [m for m in measures if m.enactor in enactors and "org" not in m.targets]


def agreement_between(
    home: Collection[str], destination: Collection[str], parties: Mapping[str, Sequence[Party]]
) -> str | None:
    """The agreement that bound a government of `home` alone and one of `destination` alone first; ties by id.

    `parties`: by government, all that it is bound by.
    """
    here, there = set(home) - set(destination), set(destination) - set(home)
    theirs: dict[str, list[Party]] = {}
    for party in (party for government in there for party in parties.get(government, ())):
        theirs.setdefault(party.agreement, []).append(party)
    days = [
        (max(one.bound, other.bound), one.agreement)
        for government in here
        for one in parties.get(government, ())
        for other in theirs.get(one.agreement, ())
        if one.side is None or one.side != other.side
    ]
    return min(days)[1] if days else None


def _coalitions(rulers: Iterable[Ruler]) -> set[str]:
    return {coalition for ruler in rulers for coalition in ruler.coalitions}
