"""What bears on the providers of a hub in its destination: measures, agreements, presence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kb.models.bearing import Borne, Measured, Party, Ruler, agreement_between, bearing, home_bearing
from kb.questions.following import FollowFetched

__all__ = ["Bearing"]


class Bearing:
    """What bears on providers in the destination; computed once for each provider."""

    def __init__(self, fetched: FollowFetched) -> None:
        self.destination = fetched.destination
        self.homes = {p["id"]: p["home"] for p in fetched.providers}
        self.present = {p["id"]: p["present"] for p in fetched.providers}
        self.proximity = {s["id"]: s["proximity"] for s in fetched.services}
        self.rulers: dict[str | None, list[Ruler]] = defaultdict(list)
        for r in fetched.rulers:
            self.rulers[r["country"]].append(Ruler(r["government"], frozenset(r["coalitions"])))
        self.measures = [_measured(m) for m in fetched.measures]
        self.home_measures = [_measured(m) for m in fetched.home_measures]
        self.parties: dict[str, list[Party]] = defaultdict(list)
        for p in fetched.parties:
            self.parties[p["government"]].append(Party(p["government"], p["agreement"], p["bound"], p["side"]))
        self._by_provider: dict[str, tuple[list[Measured], list[Measured]]] = {}
        self._agreements: dict[str | None, str | None] = {None: None}

    def borne(self, provider: str, service: str) -> Borne:
        """Ids of the measures that bear on the provider in the service, by what they do; none without a destination."""
        borne = Borne()
        if self.destination is None:
            return borne
        if provider not in self._by_provider:
            self._by_provider[provider] = self._measures_on(provider)
        there, at_home = self._by_provider[provider]
        for measure in there:
            if measure.covers(service):
                borne.add(measure)
        for measure in at_home:
            if measure.covers(service):
                borne.add(measure, from_home=True)
        return borne

    def _measures_on(self, provider: str) -> tuple[list[Measured], list[Measured]]:
        home = self.homes[provider]
        rulers = self.rulers.get(home, [])
        there = bearing(self.measures, provider, home, rulers)
        at_home = home_bearing(self.home_measures, rulers, self.rulers.get(self.destination, []))
        return there, at_home if home is not None else []

    def agreement(self, provider: str) -> str | None:
        """The agreement on services or investment that bound its home and the destination first; None without one."""
        home = self.homes[provider]
        if home not in self._agreements and self.destination is not None:
            ours, theirs = (
                {ruler.government for ruler in self.rulers.get(country, [])} for country in (home, self.destination)
            )
            self._agreements[home] = agreement_between(ours, theirs, self.parties)
        return self._agreements.get(home)


def _measured(m: Mapping[str, Any]) -> Measured:
    targets: dict[str, set[str]] = defaultdict(set)
    for target in m["targets"]:
        targets[target.partition(":")[0]].add(target)
    return Measured(m["id"], m["kind"], m["effect"], m["enactor"], {k: frozenset(v) for k, v in targets.items()})
