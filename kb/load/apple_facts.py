"""What dated lists of (firm, place) say, as hubs, links and periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kb.load.apple_places import Place
from kb.load.facts import Facts, slug
from kb.load.iso import codes
from kb.rules.colocation_inputs import Listing
from kb.rules.hub_parts import hub_parts
from kb.rules.sectors import COUNTRIES, industry_of_division

__all__ = ["Listed", "list_source", "lists_to_facts"]

INDUSTRY = "26"
"""ISIC Rev. 4: computer, electronic and optical products"""
BUYER = "org:apple"
RETRIEVED = date(2026, 11, 24)
DATED_BY_LISTS = 0.7
"""confidence of links whose dates are those of the lists that have them"""


class Listed(NamedTuple):
    """A line of a list, read."""

    year: int
    name: str
    organisation: str
    place: Place | None

    @property
    def hub(self) -> str | None:
        """Id of the hub; None where the line cannot be placed."""
        return None if self.place is None else f"hub:{self.place.iso3.lower()}-{slug(_where(self.place))}-electronics"


class Run(NamedTuple):
    """Consecutive lists that have something."""

    since: date
    until: date | None
    years: tuple[int, ...]
    """the lists that state it"""


def list_source(year: int) -> str:
    """Id of the Source of one year's list."""
    return f"source:apple-supplier-list-{year}"


def lists_to_facts(rows: Sequence[Listed], published: Mapping[int, date], other_hubs: Iterable[Listed] = ()) -> Facts:
    """Everything that the lists of the years in `published` state; of `other_hubs` only that the hub exists."""
    facts = Facts()
    other = list(other_hubs)
    newest = {hub: max(row.year for row in other if row.hub == hub) for hub in {row.hub for row in other}}
    other = [row for row in other if row.year == newest[row.hub]]
    for year in sorted(published):
        _state_source(facts, year, exhaustive=True)
    for year in sorted({row.year for row in other} - set(published)):
        _state_source(facts, year, exhaustive=None)
    _state_hubs(facts, [*rows, *other])
    _state_firms(facts, rows)
    _state_operations(facts, rows, sorted(published))
    _state_supplies(facts, rows, sorted(published))
    _state_shares(facts, rows)
    return facts


def _state_source(facts: Facts, year: int, *, exhaustive: bool | None) -> None:
    # Only the year of a list is known: `published` is its first day.
    title = f"Apple supplier list {year}, as compiled by CommonWealth Magazine"
    facts.node(
        "Source",
        id=list_source(year),
        name=title,
        title=title,
        publisher="Apple; CommonWealth Magazine",
        url="https://github.com/cwgrouptw/data/tree/main/apple-supplier-list",
        licence="MIT",
        published=date(year, 1, 1),
        retrieved=RETRIEVED,
        exhaustive=exhaustive,
    )


def _state_hubs(facts: Facts, rows: Iterable[Listed]) -> None:
    years: dict[str, set[int]] = {}
    places: dict[str, Place] = {}
    for row in rows:
        if row.hub is not None and row.place is not None:
            years.setdefault(row.hub, set()).add(row.year)
            places[row.hub] = row.place
    for hub, place in sorted(places.items()):
        sources = tuple(list_source(year) for year in sorted(years[hub]))
        facts.node(
            "ProductionHub",
            id=hub,
            name=f"{_where(place)} electronics",
            industry=INDUSTRY,
            province=place.province,
            sources=sources,
        )
        facts.link("LOCATED_IN", hub, f"country:{place.iso3.lower()}", basis="OBSERVED", sources=sources)


def _state_firms(facts: Facts, rows: Iterable[Listed]) -> None:
    names: dict[str, dict[str, int]] = {}
    years: dict[str, set[int]] = {}
    for row in rows:
        seen = names.setdefault(row.organisation, {})
        seen[row.name] = max(row.year, seen.get(row.name, 0))
        years.setdefault(row.organisation, set()).add(row.year)
    for organisation, seen in sorted(names.items()):
        name, *others = sorted(seen, key=lambda name: (-seen[name], name))
        facts.node(
            "Organisation",
            id=organisation,
            name=name,
            aliases=tuple(others),
            roles=("Supplier",),
            sources=_sources(years[organisation]),
        )
    if BUYER not in names:
        facts.node("Organisation", id=BUYER, name="Apple", sources=_sources({row.year for row in rows}))


def _state_operations(facts: Facts, rows: Iterable[Listed], lists: Sequence[int]) -> None:
    stated: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        if row.hub is not None:
            stated.setdefault((row.organisation, row.hub), set()).add(row.year)
    for (organisation, hub), years in sorted(stated.items()):
        for run in _runs(years, lists):
            facts.link(
                "OPERATES_IN",
                organisation,
                hub,
                since=run.since,
                until=run.until,
                sites=1,
                basis="OBSERVED",
                confidence=DATED_BY_LISTS,
                sources=_sources(run.years),
            )


def _state_supplies(facts: Facts, rows: Iterable[Listed], lists: Sequence[int]) -> None:
    stated: dict[str, set[int]] = {}
    for row in rows:
        stated.setdefault(row.organisation, set()).add(row.year)
    for organisation, years in sorted(stated.items()):
        for run in _runs(years, lists):
            facts.link(
                "SUPPLIES",
                organisation,
                BUYER,
                since=run.since,
                until=run.until,
                basis="OBSERVED",
                confidence=DATED_BY_LISTS,
                sources=_sources(run.years),
            )


def _state_shares(facts: Facts, rows: Iterable[Listed]) -> None:
    listings = [
        Listing(
            list_source(row.year), row.year, row.organisation, row.hub, INDUSTRY, row.place.iso3, row.place.province
        )
        for row in rows
        if row.place is not None and row.hub is not None
    ]
    industry = industry_of_division(INDUSTRY) or ""
    sectors = {(iso3, industry): f"sector:{iso3.lower()}-{industry}" for iso3 in COUNTRIES}
    for part in hub_parts(listings, sectors):
        facts.link("PART_OF", part.pop("from"), part.pop("to"), **part)


def _runs(stated: set[int], lists: Sequence[int]) -> list[Run]:
    """The runs of neighbouring lists that state something: from the first one to the next list without it."""
    runs: list[Run] = []
    for position, year in enumerate(lists):
        if year not in stated:
            continue
        until = _next(lists, position)
        if runs and runs[-1].until == date(year, 1, 1):
            runs[-1] = Run(runs[-1].since, until, (*runs[-1].years, year))
        else:
            runs.append(Run(date(year, 1, 1), until, (year,)))
    return runs


def _next(lists: Sequence[int], position: int) -> date | None:
    return date(lists[position + 1], 1, 1) if position + 1 < len(lists) else None


def _sources(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(list_source(year) for year in sorted(years))


def _where(place: Place) -> str:
    return place.province or next(code.name for code in codes() if code.iso3 == place.iso3)
