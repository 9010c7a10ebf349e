"""The demand side of rule R1: which part of a service sector's sales at a place comes from a hub there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.rules.colocation_inputs import LAST, Inputs, Listing, Output, Purchase
from kb.rules.hub_share import Pair, hub_shares
from kb.rules.sectors import industry_of_division

__all__ = ["Hub", "Market", "Period", "demand_share", "market", "periods"]


@dataclass(frozen=True)
class Hub:
    """A hub of the lists that hold in a period."""

    id: str
    industry: str
    """of the input-output table"""
    province: str | None
    share: float
    """h: of its industry's (organisation, place) pairs in the country"""
    sources: tuple[str, ...]
    year: int
    """of the list"""


@dataclass(frozen=True)
class Period:
    """A country's hubs from one list to the next."""

    country: str
    since: date
    until: date
    hubs: tuple[Hub, ...]


@dataclass(frozen=True)
class Market:
    """A service sector's sales in a country."""

    output_usd: float
    omega: dict[str, float]
    """industry -> the part of the sales that it buys"""
    years: tuple[int, ...]
    sources: tuple[str, ...]


def periods(listings: Iterable[Listing]) -> list[Period]:
    """The periods of every country: 1 January of a list's year to that of the next loaded one of the same industry.

    The last one stays open. Lists of one industry and year count as one; a hub of an industry that the
    input-output table does not know is left out.
    """
    known = [(listing, code) for listing in listings if (code := industry_of_division(listing.division))]
    lists: dict[str, set[int]] = {}
    for listing, code in known:
        lists.setdefault(code, set()).add(listing.year)
    found: list[Period] = []
    for country in sorted({listing.country for listing, _ in known}):
        here = [(listing, code) for listing, code in known if listing.country == country]
        starts = sorted(set().union(*(lists[code] for _, code in here)))
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            hubs = _hubs([(one, code) for one, code in here if one.year == _latest(lists[code], start)])
            until = LAST if end is None else date(end, 1, 1)
            found.append(Period(country, date(start, 1, 1), until, hubs))
    return [period for period in found if period.hubs]


def _latest(years: set[int], start: int) -> int | None:
    return max((year for year in years if year <= start), default=None)


def _hubs(rows: Sequence[tuple[Listing, str]]) -> tuple[Hub, ...]:
    shares = hub_shares(Pair(row.country, code, row.hub, row.organisation) for row, code in rows)
    sources: dict[str, set[str]] = {}
    for row, code in rows:
        sources.setdefault(code, set()).add(row.source)
    first = {row.hub: (row, code) for row, code in reversed(rows)}
    return tuple(
        Hub(hub, code, row.province, shares[hub], tuple(sorted(sources[code])), row.year)
        for hub, (row, code) in sorted(first.items())
    )


def market(inputs: Inputs, country: str, industries: Sequence[str]) -> Market | None:
    """The sales of these service industries together; None where their output is not loaded, or is 0."""
    outputs = [row for row in inputs.outputs if row.country == country and row.industry in industries]
    bought = [row for row in inputs.purchases if row.country == country and row.seller in industries]
    total = sum(row.value_usd for row in outputs)
    if total <= 0:
        return None
    omega: dict[str, float] = {}
    for row in bought:
        omega[row.buyer] = omega.get(row.buyer, 0.0) + row.value_usd / total
    figures: list[Output | Purchase] = [*outputs, *bought]
    years = {row.year for row in figures if row.year is not None}
    sources = {source for row in figures for source in row.sources}
    return Market(total, omega, tuple(sorted(years)), tuple(sorted(sources)))


def demand_share(hub: Hub, around: Iterable[Hub], omega: dict[str, float], offices_share: float) -> float:
    """D: part of a service's sales at the hub's place that the hub buys, 0..1.

    `around` are the hubs of that place, this one included, `omega` what the country's industries with hubs buy of
    the service, `offices_share` (s) the part of the service's offices that stands in the place: what nobody's hub
    buys is taken to be spread like the offices.
    """
    own = omega[hub.industry] * hub.share
    here = sum(omega.get(other.industry, 0.0) * other.share for other in around)
    # Roundings may let the industries buy a hair more than everything.
    rest = max(0.0, 1.0 - sum(omega.values())) * offices_share
    return own / (here + rest) if own > 0 else 0.0
