"""The inputs of rule R1 by what the rule asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.rules.colocation_inputs import Inputs, Offer, Presence
from kb.rules.sectors import industries_of_service

__all__ = ["Index", "Sector", "followers", "index_of", "offered", "present"]

Sector = tuple[str, ...]
"""industries of the input-output table that are counted together"""


@dataclass(frozen=True)
class Index:
    """The inputs, looked up by service sector, country and provider."""

    offers: Mapping[Sector, Mapping[str, Mapping[str, tuple[Offer, ...]]]]
    """sector -> service -> provider -> its offers of it, one a period"""
    presences: Mapping[str, Mapping[str, tuple[Presence, ...]]]
    """country -> provider -> where and when it is there; providers without a service are left out"""
    homes: Mapping[str, str]
    """provider -> country of its headquarters"""
    home_sources: Mapping[str, tuple[str, ...]]
    published: Mapping[str, int]
    """source -> year"""


def index_of(inputs: Inputs) -> Index:
    """Looks through the inputs once."""
    offers: dict[Sector, dict[str, dict[str, tuple[Offer, ...]]]] = defaultdict(lambda: defaultdict(dict))
    for offer in inputs.offers:
        sector = industries_of_service(offer.service, offer.category)
        if sector:
            of_service = offers[sector][offer.service]
            of_service[offer.provider] = (*of_service.get(offer.provider, ()), offer)
    providers = {offer.provider for offer in inputs.offers}
    presences: dict[str, dict[str, list[Presence]]] = defaultdict(lambda: defaultdict(list))
    for row in inputs.presences:
        if row.provider in providers:
            presences[row.country][row.provider].append(row)
    homes = inputs.homes or {}
    return Index(
        offers=offers,
        presences={
            country: {provider: tuple(rows) for provider, rows in there.items()} for country, there in presences.items()
        },
        homes={provider: country for provider, (country, _) in homes.items()},
        home_sources={provider: sources for provider, (_, sources) in homes.items()},
        published=inputs.published or {},
    )


def present(index: Index, country: str, since: date, until: date) -> dict[str, tuple[Presence, ...]]:
    """Provider -> its presences in the country at some time between the two days."""
    there = {
        provider: tuple(row for row in rows if row.since < until and row.until > since)
        for provider, rows in index.presences.get(country, {}).items()
    }
    return {provider: rows for provider, rows in there.items() if rows}


def offered(index: Index, sector: Sector, since: date, until: date) -> dict[str, dict[str, tuple[Offer, ...]]]:
    """Service -> provider -> its offers at some time between the two days."""
    found: dict[str, dict[str, tuple[Offer, ...]]] = {}
    for service, offers in sorted(index.offers[sector].items()):
        held = {
            provider: tuple(row for row in rows if row.since < until and row.until > since)
            for provider, rows in offers.items()
        }
        found[service] = {provider: rows for provider, rows in held.items() if rows}
    return found


def followers(index: Index, since: date, until: date) -> frozenset[str]:
    """Providers with offices in two or more countries between the two days, the seat included."""
    countries: dict[str, set[str]] = {provider: {home} for provider, home in index.homes.items()}
    for country in index.presences:
        for provider in present(index, country, since, until):
            countries.setdefault(provider, set()).add(country)
    return frozenset(provider for provider, where in countries.items() if len(where) > 1)
