"""Rule R1, co-location: what part of a provider's sales of a service in a country hangs on a production hub there.

Nobody states it. The rule: of a provider's business in the country, the part done near the hub (theta, from its
offices), times the part of the demand near the hub that comes from the hub (D, from the hub's share of its industry
and what the industry buys of the service sector). Shares are bounded, and over all hubs of a provider never more
than 1. The shape is plausible and stable; the level is validated by nothing yet, hence the confidence.

Lists, presences and offers have their dates: all that holds at some time between one list and the next is counted
there, and a link holds while the provider both is there and offers the service. Seats (the latest counts), hubs and
the input-output table (one year) stand for all times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kb.rules.colocation_demand import Hub, Market, Period, demand_share, market, periods
from kb.rules.colocation_index import Index, Sector, followers, index_of, offered, present
from kb.rules.colocation_inputs import LAST, Inputs, Offer, Presence
from kb.rules.colocation_offices import WHOLE_COUNTRY, Offices, offices_of, stays
from kb.rules.sectors import industry_of_division

__all__ = ["CONFIDENCE", "PRIOR_OFFICES", "RULE", "Derived", "serves"]

RULE = "R1"
CONFIDENCE = 0.2
PRIOR_OFFICES = 10.0
"""K: for how many offices of its own the share of a provider's class counts (a prior)"""


@dataclass
class Derived:
    """The links, and what was left out of them."""

    links: list[dict[str, Any]] = field(default_factory=list)
    """rows of SERVES, `from` a provider `to` a hub"""
    unplaced_offices: dict[str, int] = field(default_factory=dict)
    """country -> offices left out because their province is unknown"""
    countries_without_table: set[str] = field(default_factory=set)
    """countries with hubs that the input-output table lacks: no links there"""
    industries_without_flows: set[tuple[str, str]] = field(default_factory=set)
    """(country, industry of hubs there) where the table of the country has no purchases of any service that is
    offered: no links to these hubs. The industry is the table's, or the ISIC division ("ISIC 01") that it lacks"""


class _Field(NamedTuple):
    """One service in one country from one list to the next."""

    period: Period
    service: str
    market: Market
    offices: Offices
    """of the providers of the service"""
    sector_offices: int
    """of the providers of any service of its sector"""
    presences: Mapping[str, tuple[Presence, ...]]
    offers: Mapping[str, tuple[Offer, ...]]
    """by the providers that are there, and may follow"""
    services: Mapping[str, int]
    """provider -> how many services of the sector it offers"""


def serves(inputs: Inputs, prior_offices: float = PRIOR_OFFICES) -> Derived:
    """The SERVES links from providers with offices in two or more countries to the hubs of lists taken whole.

    `prior_offices` is K. A share that comes out as 0 (no office of the provider's class in the place) makes no link.
    """
    derived = Derived()
    index = index_of(inputs)
    for period in periods(inputs.listings):
        there = present(index, period.country, period.since, period.until)
        offices = offices_of((row for rows in there.values() for row in rows), index.homes, period.country)
        left_out = derived.unplaced_offices.get(period.country, 0)
        if offices.unplaced:
            derived.unplaced_offices[period.country] = max(left_out, offices.unplaced)
        may_follow = followers(index, period.since, period.until)
        found = {sector: market(inputs, period.country, sector) for sector in sorted(index.offers)}
        markets = {sector: sold for sector, sold in found.items() if sold is not None}
        for sector, sold in markets.items():
            for one in _fields(index, period, sector, sold, there, may_follow):
                derived.links.extend(_links(index, one, prior_offices))
        _note_missing(derived, period, markets.values())
    _note_unknown(derived, inputs)
    return derived


def _note_missing(derived: Derived, period: Period, markets: Collection[Market]) -> None:
    buyers = {industry for sold in markets for industry in sold.omega}
    if not markets:
        derived.countries_without_table.add(period.country)
        return
    derived.industries_without_flows |= {(period.country, hub.industry) for hub in period.hubs} - {
        (period.country, industry) for industry in buyers
    }


def _note_unknown(derived: Derived, inputs: Inputs) -> None:
    for row in inputs.listings:
        if industry_of_division(row.division) is None:
            derived.industries_without_flows.add((row.country, f"ISIC {row.division}"))


def _fields(
    index: Index,
    period: Period,
    sector: Sector,
    sold: Market,
    there: Mapping[str, tuple[Presence, ...]],
    may_follow: frozenset[str],
) -> Iterator[_Field]:
    services: dict[str, int] = {}
    held = offered(index, sector, period.since, period.until)
    for offers in held.values():
        for provider in offers:
            services[provider] = services.get(provider, 0) + 1
    sector_offices = _offices(index, period, there, services).all()
    for service, offers in held.items():
        yield _Field(
            period=period,
            service=service,
            market=sold,
            offices=_offices(index, period, there, offers),
            sector_offices=sector_offices,
            presences=there,
            offers={name: offers[name] for name in sorted(offers) if name in there and name in may_follow},
            services=services,
        )


def _offices(
    index: Index, period: Period, there: Mapping[str, tuple[Presence, ...]], providers: Mapping[str, object]
) -> Offices:
    rows = (row for provider in providers for row in there.get(provider, ()))
    return offices_of(rows, index.homes, period.country)


def _links(index: Index, one: _Field, prior_offices: float) -> Iterator[dict[str, Any]]:
    industries = {hub.industry for hub in one.period.hubs}
    omega = {industry: part for industry, part in one.market.omega.items() if industry in industries}
    for hub in one.period.hubs:
        if hub.industry not in omega:
            continue
        place = hub.province.casefold() if one.offices.placed and hub.province else WHOLE_COUNTRY
        around = [other for other in one.period.hubs if place in (WHOLE_COUNTRY, (other.province or "").casefold())]
        demand = demand_share(hub, around, omega, one.offices.share(place))
        for provider, offers in one.offers.items():
            if offers[0].remote or all(row.offices is None for row in one.presences[provider]):
                share = omega[hub.industry] * hub.share
            elif one.offices.total(provider):
                share = demand * one.offices.theta(provider, place, prior_offices)
            else:
                continue
            if share > 0:
                yield from _rows(index, one, hub, provider, share)


def _rows(index: Index, one: _Field, hub: Hub, provider: str, share: float) -> Iterator[dict[str, Any]]:
    presences, offers = one.presences[provider], one.offers[provider]
    read = {source for row in presences for source in row.sources}
    years = {hub.year, *one.market.years, *(index.published[source] for source in read if source in index.published)}
    sources = {*read, *hub.sources, *one.market.sources}
    sources.update(source for offer in offers for source in offer.sources)
    sources.update(index.home_sources.get(provider, ()))
    there = stays(presences, one.period.since, one.period.until)
    for since, until in (both for stay in there for both in stays(offers, *stay)):
        yield {
            "from": provider,
            "to": hub.id,
            "service": one.service,
            "seller_share": share,
            "value_usd": _value(one, provider, share),
            "year": max(years),
            "since": since,
            "until": _open(until),
            "basis": "INFERRED",
            "rule": RULE,
            "confidence": CONFIDENCE,
            "sources": tuple(sorted(sources)),
        }


def _value(one: _Field, provider: str, share: float) -> float | None:
    """US$ a year, offices standing in for revenue; None where not all offices of the country are loaded.

    They are where they are placed by province: elsewhere providers of one country only are missing.

    The rule says: the provider's offices, divided by all offices of the service, of the sector's output. Here they
    are divided by all offices of the sector, of whichever of its services: divided by those of the service, the few
    loaded providers of a rare service would share the whole sector's output between them. Where every provider
    offers the same services the two are the same.
    """
    offices = one.offices.total(provider)
    if not one.offices.placed or not offices:
        return None
    return share * (offices / one.sector_offices) * one.market.output_usd / one.services[provider]


def _open(until: date) -> date | None:
    return None if until == LAST else until
