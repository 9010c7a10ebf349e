"""The chains of links by which providers hang on a hub, and the evidence made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.meta import Basis
from kb.models import follow
from kb.ontology.names import LinkType
from kb.questions.common import Evidence, EvidenceLink
from kb.questions.following import FollowFetched

__all__ = ["Chain", "chains", "evidence"]

_Via = tuple[Mapping[str, Any], str, float | None]
"""the link by which a client is part of the hub, its type, and the hub's part in the client"""


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from a provider to the hub: a SERVES link, and the link by which its client is part of the hub."""

    serves: Mapping[str, Any]
    via: Mapping[str, Any] | None
    via_type: str
    factor: float | None

    @property
    def part(self) -> float | None:
        """Its part of phi; None where a number is not loaded."""
        share = self.serves["seller_share"]
        return None if share is None or self.factor is None else share * self.factor

    @property
    def money(self) -> float | None:
        value = self.serves["value_usd"]
        return None if value is None or self.factor is None else value * self.factor

    @property
    def basis(self) -> Basis:
        return follow.weakest([self.serves["basis"], *([self.via["basis"]] if self.via else [])])


def chains(fetched: FollowFetched) -> dict[tuple[str, str], list[Chain]]:
    """The chains of each (provider, service); where an OBSERVED one has a number, those of OBSERVED SERVES links only."""
    vias = _operating(fetched) | _belonging(fetched)
    found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for serves in fetched.serves:
        if serves["client"] == fetched.hub:
            chain = Chain(serves, None, "", 1.0)
        else:
            via, via_type, factor = vias[serves["client"]]
            chain = Chain(serves, via, via_type, factor)
        found[serves["provider"], serves["service"]].append(chain)
    return {key: _kept(chains) for key, chains in sorted(found.items())}


def _kept(chains: list[Chain]) -> list[Chain]:
    observed = [c for c in chains if c.serves["basis"] == Basis.OBSERVED]
    kept = observed if any(c.part is not None for c in observed) else chains
    return sorted(kept, key=_weight)


def _weight(chain: Chain) -> tuple[Any, ...]:
    part, serves = chain.part, chain.serves
    tie = (serves["client"], serves["basis"], serves["rule"] or "", str(serves["since"] or ""))
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


def _belonging(fetched: FollowFetched) -> dict[str, _Via]:
    by_sector: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for part in fetched.parts:
        by_sector[part["client"]].append(part)
    vias: dict[str, _Via] = {}
    for sector, links in by_sector.items():
        sites = [follow.Site(sector, o["basis"], o["since"], o["rule"]) for o in links]
        via = links[sites.index(follow.best(sites))]
        vias[sector] = (via, "PART_OF", via["share"])
    return vias


def evidence(hub: str, chain: Chain) -> Evidence:
    """The chain as an answer shows it."""
    serves = chain.serves
    nodes = [hub] if chain.via is None else [hub, serves["client"]]
    links = [] if chain.via is None else [_link(chain.via_type, _ends(hub, chain), chain.via, chain.factor)]
    links.append(_link("SERVES", (serves["provider"], serves["client"]), serves, chain.factor))
    sources = tuple(dict.fromkeys(source for link in links for source in link.sources))
    return Evidence(nodes=(*nodes, serves["provider"]), links=tuple(links), basis=chain.basis, sources=sources)


def _ends(hub: str, chain: Chain) -> tuple[str, str]:
    client = chain.serves["client"]
    return (client, hub) if chain.via_type == "OPERATES_IN" else (hub, client)


def _link(link_type: str, ends: tuple[str, str], link: Mapping[str, Any], factor: float | None) -> EvidenceLink:
    return EvidenceLink(
        type=LinkType(link_type),
        from_=ends[0],
        to=ends[1],
        since=link["since"],
        until=link["until"],
        basis=Basis(link["basis"]),
        rule=link["rule"],
        confidence=link["confidence"],
        service=link.get("service"),
        seller_share=link.get("seller_share"),
        factor=factor,
        value_usd=link.get("value_usd"),
        sources=tuple(link["sources"] or ()),
    )
