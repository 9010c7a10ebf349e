"""How a provider's stake in a hub splits when the hub moves: what follows, what is served from outside, what is lost.

A provider p does the part phi of its sales of a service with a hub. When the part m of the hub moves, m x phi is at
stake. Of that, kappa must be near the client (the need for proximity), and p is able to be there to the degree a::

    follow = stake x kappa x a          goes with the hub
    remote = stake x (1 - kappa) x t    is served across the border, t = 0 where a measure forbids it
    lost   = stake - follow - remote    goes to firms that are there

The split is a norm with priors (kappa, a), not a finding: nothing has validated it yet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from kb.meta import Basis

__all__ = ["BASES", "Site", "Split", "Stated", "ability", "best", "hub_weight", "phi", "split", "weakest"]

BASES = tuple(Basis)
"""from the strongest to the weakest"""
_RANK: dict[str, int] = {basis: rank for rank, basis in enumerate(BASES)}


class Stated(Protocol):
    """What is known of a link of any type."""

    @property
    def basis(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def rule(self) -> str | None: ...


L = TypeVar("L", bound=Stated)


@dataclass(frozen=True, slots=True)
class Site:
    """An OPERATES_IN link of a client to one hub of the country."""

    hub: str
    basis: str
    since: date | None = None
    rule: str | None = None
    sites: int | None = None
    capacity_share: float | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of a stake, in its unit. They add up to it."""

    stake: float
    follow: float
    remote: float
    lost: float


def best(links: Sequence[L]) -> L:
    """Of several links between the same two nodes: the best basis, then the latest `since` (missing = earliest)."""
    return min(links, key=lambda s: (_RANK[s.basis], -(s.since or date.min).toordinal(), s.rule or ""))


def hub_weight(links: Sequence[Site], hub: str) -> float | None:
    """Part of a client's business in the country that stands in `hub`, 0..1; None where it is not loaded.

    `links` are the client's OPERATES_IN links to hubs of the country: the share of capacity where it is stated, else 1
    for an only hub, else the hub's part of the client's sites if all its links count them.

    >>> hub_weight([Site("hub:a", "OBSERVED", sites=1), Site("hub:b", "OBSERVED", sites=3)], "hub:a")
    0.25
    """
    by_hub: dict[str, list[Site]] = {}
    for link in links:
        by_hub.setdefault(link.hub, []).append(link)
    chosen = {name: best(several) for name, several in by_hub.items()}
    here = chosen[hub]
    if here.capacity_share is not None:
        return here.capacity_share
    if len(chosen) == 1:
        return 1.0
    counts = [link.sites for link in chosen.values()]
    if here.sites is None or any(count is None for count in counts):
        return None
    total = sum(count for count in counts if count is not None)
    return here.sites / total if total else None


def phi(parts: Sequence[float]) -> float | None:
    """Part of a provider's sales that hangs on the hub: the sum of seller_share x factor over its links, at most 1.

    None without any: not loaded is never zero.
    """
    return min(1.0, math.fsum(parts)) if parts else None


def ability(*, barred: bool, present: bool, agreed: bool, with_agreement: float, without: float) -> float:
    """How able a provider is to be in the destination, 0..1."""
    if barred:
        return 0.0
    if present:
        return 1.0
    return with_agreement if agreed else without


def split(stake: float, need: float, able: float, across: float) -> Split:
    """The parts of `stake` (a share, or US$) by need for proximity, ability to be there, leave to serve from outside.

    >>> split(0.5, 0.6, 1.0, 1.0)
    Split(stake=0.5, follow=0.3, remote=0.2, lost=0.0)
    """
    follow = stake * need * able
    remote = stake * (1.0 - need) * across
    # stake - follow - remote, so written that nothing lost is 0 and not what rounding leaves
    lost = stake * (need * (1.0 - able) + (1.0 - need) * (1.0 - across))
    return Split(stake, follow, remote, lost)


def weakest(bases: Sequence[str]) -> Basis:
    """The weakest of some bases."""
    return BASES[max(map(_RANK.__getitem__, bases))]
