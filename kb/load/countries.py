"""Every country with an ISO 3166-1 code, its government, and its land borders.

Sources: "Comprehensive country codes" (datasets/country-codes on GitHub, PDDL) for codes, names and regions, which
come with this package (`kb.load.iso`); the CIA's World Factbook (factbook/factbook.json on GitHub, CC0), which
the caller names, for further names, position, coast, inhabitants, product and borders.

That each code has a government of its own is a convention of this knowledge base; nothing is said about
sovereignty. Inhabitants and product are the Factbook's newest estimates (2020-2025, product 2021-2024).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.load.factbook import SOURCE, SOURCE_ID, Page, by_iso3
from kb.load.factbook import get as pages_in
from kb.load.factbook_borders import borders
from kb.load.factbook_places import coordinates, gdp_usd, landlocked, names, population
from kb.load.facts import Facts, Row
from kb.load.iso import Code, codes, spellings

__all__ = ["CODES_ID", "get", "transform"]

CODES_ID = "source:datahub-country-codes"
_CODES: Row = {
    "id": CODES_ID,
    "name": "Comprehensive country codes",
    "title": "Comprehensive country codes: ISO 3166, ISO 4217, UN M49 and others",
    "publisher": "DataHub",
    "url": "https://github.com/datasets/country-codes",
    "licence": "PDDL-1.0",
    "published": date(2026, 5, 15),
    "retrieved": date(2026, 11, 24),
    "exhaustive": True,
}


def get(path: Path) -> list[Page]:
    """The World Factbook's pages in the folder `path`."""
    return pages_in(path)


def transform(pages: list[Page]) -> Facts:
    """All countries, their governments and borders. BadInput where a page cannot be read."""
    facts = Facts()
    facts.node("Source", **_CODES)
    facts.node("Source", **SOURCE)
    of_code = by_iso3(pages)
    places = coordinates(of_code)
    for code in codes():
        facts.node("Country", **_country(code, of_code.get(code.iso3, []), places.get(code.iso3)))
        _govern(facts, code)
    for (start, end), km in sorted(borders(of_code).items()):
        facts.link(
            "BORDERS",
            f"country:{start.lower()}",
            f"country:{end.lower()}",
            border_km=km,
            basis="OBSERVED",
            sources=(SOURCE_ID,),
        )
    return facts


def _country(code: Code, pages: list[Page], place: tuple[float, float] | None) -> Row:
    row: Row = {
        "id": f"country:{code.iso3.lower()}",
        "name": code.name,
        "aliases": _aliases(code, pages),
        "sources": (CODES_ID, SOURCE_ID) if pages or place else (CODES_ID,),
        "iso3": code.iso3,
        "iso2": code.iso2,
        "region": code.region,
        "subregion": code.subregion,
    }
    if place is not None:
        row |= {"latitude": place[0], "longitude": place[1]}
    if pages:
        row |= {"landlocked": landlocked(pages), "population": population(pages), "gdp_usd": gdp_usd(pages)}
    return row


def _aliases(code: Code, pages: list[Page]) -> tuple[str, ...]:
    """Other names, each once whatever its case."""
    found = {code.name.casefold(): ""}
    for name in (*code.aliases, *spellings().get(code.iso3, ()), *names(pages)):
        found.setdefault(name.casefold(), name)
    return tuple(name for name in found.values() if name)


def _govern(facts: Facts, code: Code) -> None:
    government = f"government:{code.iso3.lower()}"
    facts.node("Government", id=government, name=f"Government of {code.in_text}", kind="NATIONAL", sources=(CODES_ID,))
    facts.link("GOVERNS", government, f"country:{code.iso3.lower()}", basis="OBSERVED", sources=(CODES_ID,))
