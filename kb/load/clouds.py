"""Cloud regions: where 14 cloud providers have data centres, and since when.

Source: mcp-server-cloud-regions by Jason Wilbur, MIT licence, github.com/jasonwilbur/mcp-server-cloud-regions, the
file `data/regions.json`, with the providers' own pages as its sources. Only Amazon, Microsoft and Google give the
days on which regions opened.

A provider's regions in one place are one link for each period in which their number is the same: so the day of each
opening is kept, and `offices` is the number of regions there. `province` is the place as the list names it (a city
or a state). Regions without a day are counted in the newest period of their place. No seat of a provider is stated.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import BadInput
from kb.load.aids import aids_beside, same_organisations
from kb.load.facts import Facts, slug
from kb.load.iso import iso3_by_iso2

__all__ = ["SOURCE", "CloudList", "Provider", "Region", "get", "transform"]

SOURCE = "source:jasonwilbur-cloud-regions"
_FILE = "regions.json"
_HINT = "Take data/regions.json again from its owner, unchanged."
_PROVINCES = {("CN", "Nantong"): "Jiangsu"}
"""The one city of China in the list; its other places there are provinces, as the places of banks are."""


@dataclass(frozen=True)
class Provider:
    """A cloud provider, under the short key that its regions use."""

    key: str
    name: str
    website: str | None


@dataclass(frozen=True)
class Region:
    """One region of a provider."""

    provider: str
    iso2: str
    place: str
    launched: date | None


@dataclass(frozen=True)
class CloudList:
    """The list, with the organisation that each provider known from other sources is."""

    updated: date
    providers: tuple[Provider, ...]
    regions: tuple[Region, ...]
    ids: dict[str, str]


def get(path: Path, aids: Path | None = None) -> CloudList:
    """The list in `path` (`regions.json`, or a folder above it) and `org_same_as.csv` in `aids` (default: the folder of
    that name beside the list's).

    BadInput names the file, the entry and the field at fault.
    """
    file = next(iter(sorted(path.rglob(_FILE))), path / _FILE) if path.is_dir() else path
    same = same_organisations(aids_beside(file, aids), "cloud_regions")
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{file} cannot be read: {error}.", argument="path", hint=_HINT) from error
    providers = tuple(_provider(entry, at) for entry, at in _entries(file, raw, "providers"))
    keys = {provider.key for provider in providers}
    return CloudList(
        updated=_day(_field(_field(raw, "metadata", f"{file}", dict), "lastUpdated", f"{file}:metadata"), f"{file}"),
        providers=providers,
        regions=tuple(_region(entry, at, keys) for entry, at in _entries(file, raw, "regions")),
        ids=same,
    )


def _entries(file: Path, raw: Any, name: str) -> Iterator[tuple[Any, str]]:
    entries = _field(raw, name, f"{file}", list)
    if not entries:
        raise BadInput(f"{file}: {name} is empty.", argument="path", hint=_HINT)
    for number, entry in enumerate(entries):
        yield entry, f"{file}:{name}[{number}]"


def _provider(entry: Any, at: str) -> Provider:
    website = entry.get("website") if isinstance(entry, dict) else None
    if website is not None and not isinstance(website, str):
        raise BadInput(f"{at}.website is no text: {website!r}.", argument="path", hint=_HINT)
    return Provider(_field(entry, "id", at), _field(entry, "name", at), website)


def _region(entry: Any, at: str, providers: set[str]) -> Region:
    key = _field(entry, "provider", at)
    if key not in providers:
        raise BadInput(f"{at}.provider: {key!r} is no provider of the list.", argument="path", hint=_HINT)
    where = _field(entry, "location", at, dict)
    iso2 = _field(where, "countryCode", f"{at}.location")
    if iso3_by_iso2(iso2) is None:
        raise BadInput(f"{at}.location.countryCode: {iso2!r} is no ISO 3166-1 code.", argument="path", hint=_HINT)
    launched = entry.get("launchedDate")
    city = _field(where, "city", f"{at}.location")
    return Region(key, iso2, city, None if launched is None else _day(launched, f"{at}.launchedDate"))


def _field(entry: Any, name: str, at: str, kind: type = str) -> Any:
    value = entry.get(name) if isinstance(entry, dict) else None
    if not isinstance(value, kind) or (kind is str and not value):
        raise BadInput(f"{at}.{name} is missing or no {kind.__name__}.", argument="path", hint=_HINT)
    return value


def _day(text: Any, at: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{at}: {text!r} is no day as YYYY-MM-DD.", argument="path", hint=_HINT) from error


def transform(raw: CloudList) -> Facts:
    """The providers, where they have regions, and that they offer cloud computing."""
    facts = Facts()
    facts.node(
        "Source",
        id=SOURCE,
        name="jasonwilbur/mcp-server-cloud-regions: cloud regions of 14 providers",
        title="Cloud regions of 14 providers",
        publisher="jasonwilbur/mcp-server-cloud-regions",
        url="https://github.com/jasonwilbur/mcp-server-cloud-regions",
        licence="MIT",
        published=raw.updated,
        retrieved=date(2026, 11, 24),
    )
    for provider in raw.providers:
        _state(facts, provider, [region for region in raw.regions if region.provider == provider.key], raw)
    return facts


def _state(facts: Facts, provider: Provider, regions: list[Region], raw: CloudList) -> None:
    # "Linode (Akamai)" is named Linode: what stands in parentheses is its owner.
    name = provider.name.partition(" (")[0]
    node = raw.ids.get(provider.key, f"org:{slug(name)}")
    names = (provider.name, provider.key.upper()) if provider.key in raw.ids else (provider.name,)
    facts.node(
        "Organisation",
        id=node,
        name=name,
        aliases=tuple(alias for alias in names if alias.casefold() not in name.casefold()),
        roles=("TechServiceProvider",),
        website=provider.website,
        sources=(SOURCE,),
    )
    stated = {"basis": "OBSERVED", "sources": (SOURCE,)}
    places: dict[tuple[str, str], list[date | None]] = defaultdict(list)
    for region in regions:
        place = _PROVINCES.get((region.iso2, region.place), re.sub(r"\s+", " ", region.place).strip())
        places[f"country:{(iso3_by_iso2(region.iso2) or '').lower()}", place].append(region.launched)
    for (country, place), days in sorted(places.items(), key=lambda item: item[0]):
        for since, until, count in _periods(days):
            facts.link(
                "PRESENT_IN",
                node,
                country,
                since=since,
                until=until,
                kind="CLOUD_REGION",
                province=place,
                offices=count,
                **stated,
            )
    facts.link("OFFERS", node, "service:cloud-computing", **stated)


def _periods(launched: list[date | None]) -> list[tuple[date | None, date | None, int]]:
    """(since, until, regions) of each period with the same number of regions.

    >>> _periods([date(2014, 1, 1), None, date(2018, 8, 1)])
    [(datetime.date(2014, 1, 1), datetime.date(2018, 8, 1), 1), (datetime.date(2018, 8, 1), None, 3)]
    """
    days = sorted({day for day in launched if day})
    if not days:
        return [(None, None, len(launched))]
    counts = [sum(1 for day in launched if day and day <= since) for since in days]
    counts[-1] += launched.count(None)
    return list(zip(days, [*days[1:], None], counts, strict=True))
