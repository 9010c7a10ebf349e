"""What rule R1 reads: typed rows, from a graph or from facts that are not loaded yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Inputs", "Listing", "Offer", "Output", "Presence", "Purchase", "inputs_from_rows"]

FIRST, LAST = date.min, date.max
"""stand for a missing `since` and a missing `until`"""


@dataclass(frozen=True)
class Presence:
    """A provider is in a country."""

    provider: str
    country: str
    """alpha-3"""
    province: str | None = None
    """where the offices counted here stand"""
    offices: int | None = None
    """None: not loaded"""
    since: date = FIRST
    until: date = LAST
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A provider offers a service."""

    provider: str
    service: str
    category: str
    remote: bool = False
    """the service needs no place"""
    since: date = FIRST
    until: date = LAST
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list that was taken whole has an organisation in a hub."""

    source: str
    """the list"""
    year: int
    organisation: str
    hub: str
    division: str
    """the hub's industry, ISIC Rev. 4 division"""
    country: str
    province: str | None = None
    """None: the hub's place is the country"""


@dataclass(frozen=True)
class Output:
    """Gross output of a service sector, US$."""

    country: str
    industry: str
    value_usd: float
    year: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Purchase:
    """What an industry buys of a service sector of its country, US$."""

    country: str
    seller: str
    buyer: str
    value_usd: float
    year: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """Everything that the rule reads."""

    presences: tuple[Presence, ...] = ()
    homes: Mapping[str, tuple[str, tuple[str, ...]]] | None = None
    """provider -> country of its headquarters, and the sources that say so"""
    offers: tuple[Offer, ...] = ()
    listings: tuple[Listing, ...] = ()
    outputs: tuple[Output, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    published: Mapping[str, int] | None = None
    """source -> year"""


def inputs_from_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Inputs:
    """The inputs, from the rows of the statements `rules/*` by name without folder (`presences`, `homes` …)."""
    return Inputs(
        presences=tuple(map(_presence, rows["presences"])),
        homes={row["organisation"]: (row["country"], _sources(row)) for row in rows["homes"]},
        offers=tuple(map(_offer, rows["offers"])),
        listings=tuple(
            Listing(
                source=row["list"],
                year=row["year"],
                organisation=row["organisation"],
                hub=row["hub"],
                division=row["division"],
                country=row["country"],
                province=row["province"],
            )
            for row in rows["listings"]
        ),
        outputs=tuple(
            Output(row["country"], row["industry"], row["output_usd"], row["year"], _sources(row))
            for row in rows["outputs"]
        ),
        purchases=tuple(
            Purchase(row["country"], row["seller"], row["buyer"], row["value_usd"], row["year"], _sources(row))
            for row in rows["purchases"]
        ),
        published={row["source"]: row["year"] for row in rows["publications"]},
    )


def _presence(row: Mapping[str, Any]) -> Presence:
    return Presence(
        provider=row["organisation"],
        country=row["country"],
        province=row["province"],
        # Data centres that clients choose by name are no offices: their number says nothing about business.
        offices=None if row["kind"] == "CLOUD_REGION" else row["offices"],
        since=_day(row["since"], FIRST),
        until=_day(row["until"], LAST),
        sources=_sources(row),
    )


def _offer(row: Mapping[str, Any]) -> Offer:
    return Offer(
        provider=row["organisation"],
        service=row["service"],
        category=row["category"],
        remote=row["proximity"] == "REMOTE",
        since=_day(row["since"], FIRST),
        until=_day(row["until"], LAST),
        sources=_sources(row),
    )


def _day(text: str | None, missing: date) -> date:
    return date.fromisoformat(text) if text else missing


def _sources(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row["sources"] or ())
