"""The chains of links by which providers hang on a hub, and the evidence made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from kb.meta import Basis
from kb.models import follow
from kb.ontology.names import LinkType
from kb.questions.common import Evidence, EvidenceLink
from kb.questions.following import FollowFetched

__all__ = ["Chain", "Serves", "chains", "evidence"]

_Via = tuple[Mapping[str, Any] | None, str, float | None]
"""the link by which a client is part of the hub, its type, and the hub's part in the client; the hub itself has none"""


class Serves(NamedTuple):
    """A SERVES link as the statement lists it: these fields in this order."""

    provider: str
    client: str
    service: str
    since: date | None
    until: date | None
    basis: str
    rule: str | None
    confidence: float | None
    country: str | None
    seller_share: float | None
    value_usd: float | None
    year: int | None
    sources: list[str] | None


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from a provider to the hub: a SERVES link, and the link by which its client is part of the hub."""

    serves: Serves
    via: Mapping[str, Any] | None
    via_type: str
    factor: float | None
    part: float | None
    """its part of phi; None where a number is not loaded"""
    money: float | None
    basis: Basis


def _chain(serves: Serves, via: Mapping[str, Any] | None, via_type: str, factor: float | None) -> Chain:
    part = None if serves.seller_share is None or factor is None else serves.seller_share * factor
    money = None if serves.value_usd is None or factor is None else serves.value_usd * factor
    basis = follow.weakest((serves.basis,) if via is None else (serves.basis, via["basis"]))
    return Chain(serves, via, via_type, factor, part, money, basis)


def chains(fetched: FollowFetched) -> dict[tuple[str, str], list[Chain]]:
    """The chains of each (provider, service); if an OBSERVED one has a number, those of OBSERVED SERVES links."""
    vias = _operating(fetched) | _belonging(fetched)
    vias[str(fetched.hub)] = (None, "", 1.0)
    found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for serves in map(Serves._make, fetched.serves):
        chain = _chain(serves, *vias[serves.client])
        found[serves.provider, serves.service].append(chain)
    return {key: _kept(chains) for key, chains in sorted(found.items())}


def _kept(chains: list[Chain]) -> list[Chain]:
    observed = [c for c in chains if c.serves.basis == Basis.OBSERVED]
    kept = observed if any(c.part is not None for c in observed) else chains
    return sorted(kept, key=_weight)


def _weight(chain: Chain) -> tuple[Any, ...]:
    part, serves = chain.part, chain.serves
    tie = (serves.client, serves.basis, serves.rule or "", serves.country or "", str(serves.since or ""))
    return (part is None, -(part or 0.0), *tie)


def _operating(fetched: FollowFetched) -> dict[str, _Via]:
    by_client: dict[str, list[tuple[follow.Site, Mapping[str, Any]]]] = defaultdict(list)
    for o in fetched.operates:
        site = follow.Site(o["hub"], o["basis"], o["since"], o["rule"], o["sites"], o["capacity_share"])
        by_client[o["client"]].append((site, o))
    vias: dict[str, _Via] = {}
    for client, links in by_client.items():
        here = [(site, o) for site, o in links if site.hub == fetched.hub]
        if here:
            chosen = follow.best([site for site, _ in here])
            via = next(o for site, o in here if site == chosen)
            weight = follow.hub_weight([site for site, _ in links], chosen.hub)
            vias[client] = (via, "OPERATES_IN", weight)
    return vias


class _PartOf(NamedTuple):
    """A PART_OF link of the hub to a sector."""

    basis: str
    since: date | None
    rule: str | None
    link: Mapping[str, Any]


def _belonging(fetched: FollowFetched) -> dict[str, _Via]:
    by_sector: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for part in fetched.parts:
        by_sector[part["client"]].append(part)
    vias: dict[str, _Via] = {}
    for sector, links in by_sector.items():
        via = follow.best([_PartOf(o["basis"], o["since"], o["rule"], o) for o in links]).link
        vias[sector] = (via, "PART_OF", via["share"])
    return vias


def evidence(hub: str, chain: Chain) -> Evidence:
    """The chain as an answer shows it."""
    serves, via = chain.serves, chain.via
    served = EvidenceLink(
        type=LinkType("SERVES"),
        from_=serves.provider,
        to=serves.client,
        since=serves.since,
        until=serves.until,
        basis=Basis(serves.basis),
        rule=serves.rule,
        confidence=serves.confidence,
        service=serves.service,
        seller_share=serves.seller_share,
        factor=chain.factor,
        value_usd=serves.value_usd,
        sources=tuple(serves.sources or ()),
    )
    if via is None:
        return Evidence(nodes=(hub, serves.provider), links=(served,), basis=chain.basis, sources=served.sources)
    links = (_via_link(hub, chain, via), served)
    sources = tuple(dict.fromkeys(source for link in links for source in link.sources))
    return Evidence(nodes=(hub, serves.client, serves.provider), links=links, basis=chain.basis, sources=sources)


def _via_link(hub: str, chain: Chain, via: Mapping[str, Any]) -> EvidenceLink:
    client = chain.serves.client
    start, end = (client, hub) if chain.via_type == "OPERATES_IN" else (hub, client)
    return EvidenceLink(
        type=LinkType(chain.via_type),
        from_=start,
        to=end,
        since=via["since"],
        until=via["until"],
        basis=Basis(via["basis"]),
        rule=via["rule"],
        confidence=via["confidence"],
        factor=chain.factor,
        sources=tuple(via["sources"] or ()),
    )
