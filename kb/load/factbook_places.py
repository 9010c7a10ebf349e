"""Names, position, coast, inhabitants and product of a country as the World Factbook states them."""

from __future__ import annotations

import re

from kb.load.factbook import Page, plain
from kb.load.iso import iso3_by_name

__all__ = ["OLDEST_GDP_YEAR", "coordinates", "gdp_usd", "landlocked", "names", "population"]

OLDEST_GDP_YEAR = 2019
"""older estimates are left out: a country has no year beside its product, so the figures must be comparable"""

_POINT = re.compile(r"(\d+) (\d+) ([NS]),? (\d+) (\d+) ([EW])")
_LABELLED = re.compile(r"<strong>([^<]*?):?\s*</strong>:?\s*(\d+ \d+ [NS],? \d+ \d+ [EW])")
_GDP = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)(?: (trillion|billion|million))? \((\d{4})")
_SCALE = {"trillion": 1e12, "billion": 1e9, "million": 1e6, None: 1.0}


def coordinates(pages: dict[str, list[Page]]) -> dict[str, tuple[float, float]]:
    """Latitude and longitude in degrees by code, of the middle as the Factbook places it.

    A page that lists several parts gives those that have a code of their own; what it calls metropolitan is its
    own. Where a country has several pages, the first (its largest part) counts.
    """
    found: dict[str, tuple[float, float]] = {}
    for iso3, of_code in pages.items():
        text = of_code[0].text("Geography", "Geographic coordinates") or ""
        labelled = _LABELLED.findall(text)
        for label, point in labelled:
            part = iso3 if label.startswith("metropolitan") else iso3_by_name(label)
            if part is not None:
                found[part] = _degrees(point)
        if not labelled and _POINT.search(text):
            found[iso3] = _degrees(text)
    return found


def _degrees(text: str) -> tuple[float, float]:
    """`4 30 N, 114 40 E` -> (4.5, 114.6667). Minutes above 59 (one page has them) are hundredths of a degree."""
    match = _POINT.search(text)
    assert match is not None
    south, west = match[3] == "S", match[6] == "W"
    parts = 100 if int(match[2]) > 59 or int(match[5]) > 59 else 60
    latitude = round(int(match[1]) + int(match[2]) / parts, 4)
    longitude = round(int(match[4]) + int(match[5]) / parts, 4)
    return (-latitude if south else latitude, -longitude if west else longitude)


def landlocked(pages: list[Page]) -> bool | None:
    """Whether no part has a coast; None where no page says."""
    texts = [text for page in pages if (text := page.text("Geography", "Coastline"))]
    if not texts or not any("km" in text for text in texts):
        return None
    return all("landlocked" in text for text in texts)


def population(pages: list[Page]) -> int | None:
    """Inhabitants, summed over the pages that state a number; None where none does."""
    texts = [page.text("People and Society", "Population", "total") for page in pages]
    texts += [page.text("People and Society", "Population") for page in pages]
    numbers = [int(match[0].replace(",", "")) for text in texts if text and (match := re.match(r"\d[\d,]*", text))]
    return sum(numbers) if numbers else None


def gdp_usd(pages: list[Page]) -> float | None:
    """Gross domestic product in current US$ at the official exchange rate.

    None where the Factbook states none, only one older than OLDEST_GDP_YEAR, or one together with another
    country (Guernsey and Jersey).
    """
    page = pages[0]
    note = page.text("Economy", "GDP (official exchange rate)", "note") or ""
    match = _GDP.match(page.text("Economy", "GDP (official exchange rate)") or "")
    joint = "entry includes" in note and len(pages) == 1
    if match is None or joint or int(match[3]) < OLDEST_GDP_YEAR:
        return None
    return float(round(float(match[1].replace(",", "")) * _SCALE[match[2]]))


def names(pages: list[Page]) -> list[str]:
    """Conventional and local names, long and short; none where the pages are of parts of the country."""
    if len(pages) != 1:
        return []
    found: list[str] = []
    for field, text in pages[0].fields("Government", "Country name").items():
        if field.startswith("conventional"):
            found.append(re.split(r";|\(prior|\(sometimes", plain(text))[0].strip())
        elif field.endswith(("long form", "short form")):
            found += _local(plain(text))
    return [name for name in dict.fromkeys(found) if name.casefold() not in {"", "none", "na"}]


def _local(text: str) -> list[str]:
    """`Schweiz (German)/ Suisse (French)` -> both names without what stands in brackets."""
    return [part.strip() for part in re.split(r"/|;| or ", re.sub(r"\([^)]*\)", "", text))]
