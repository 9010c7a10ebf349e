"""Hubs as parts of their sectors, by rule `hub-share`: the same h, for the same periods, that rule R1 reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.rules.colocation_demand import periods
from kb.rules.colocation_inputs import LAST, Listing
from kb.rules.hub_share import CONFIDENCE, RULE
from kb.rules.sectors import industry_of_division

__all__ = ["hub_parts"]


def hub_parts(listings: Iterable[Listing], sectors: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Rows of PART_OF from every hub of the lists to its sector, `share` its part of the sector's pairs (0..1).

    `sectors` are the ids by country (alpha-3) and industry of the input-output table; a hub whose sector is not among
    them gets no row. The lists of each industry have their own periods.
    """
    by_industry: dict[str, list[Listing]] = {}
    for listing in listings:
        if industry := industry_of_division(listing.division):
            by_industry.setdefault(industry, []).append(listing)
    rows = (row for _, listed in sorted(by_industry.items()) for row in _rows(listed, sectors))
    return sorted(rows, key=lambda row: (row["since"], row["from"]))


def _rows(listings: Iterable[Listing], sectors: Mapping[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    for period in periods(listings):
        for hub in period.hubs:
            if sector := sectors.get((period.country, hub.industry)):
                yield {
                    "from": hub.id,
                    "to": sector,
                    "since": period.since,
                    "until": None if period.until == LAST else period.until,
                    "share": hub.share,
                    "basis": "ASSUMED",
                    "rule": RULE,
                    "confidence": CONFIDENCE,
                    "sources": hub.sources,
                }
