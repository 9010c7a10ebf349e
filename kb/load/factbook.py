"""The World Factbook: one JSON page a country or other area, and its fields as text.

Source: CIA, The World Factbook, as collected by factbook/factbook.json on GitHub (folders by region, one file
`<gec>.json` a page), CC0 1.0. The Factbook was closed in February 2026; the pages are those of its last weeks.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import BadInput
from kb.load.iso import codes, iso3_by_gec

__all__ = ["SOURCE", "SOURCE_ID", "Page", "by_iso3", "get", "plain"]

SOURCE_ID = "source:cia-world-factbook"
SOURCE: dict[str, Any] = {
    "id": SOURCE_ID,
    "name": "The World Factbook",
    "title": "The World Factbook (factbook.json)",
    "publisher": "Central Intelligence Agency",
    "url": "https://github.com/factbook/factbook.json",
    "licence": "CC0-1.0",
    "retrieved": date(2026, 11, 24),
}

_HINT = "Name the folder factbook.json, which has folders by region with one JSON file a country."

_PARTS = {"PSE": ("WE", "GZ"), "SJM": ("SV", "JN"), "UMI": ("UM", "WQ", "BQ")}
"""codes of ISO for which the Factbook has several pages, the largest part first"""

_NO_CODE = frozenset(["AT", "AX", "CR", "DX", "EE", "IP", "KV", "OO", "PF", "PG", "XO", "XQ", "XX", "ZH", "ZN"])
"""pages of what has no code in ISO: Kosovo, the bases on Cyprus, some islands, oceans, the EU, the world"""


@dataclass(frozen=True)
class Page:
    """One page; `gec` is its code in capitals."""

    gec: str
    content: dict[str, Any]

    def text(self, *path: str) -> str | None:
        """The text of a field, with its HTML; None where the page has none."""
        value: Any = self.content
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("text")
        return value.strip() or None if isinstance(value, str) else None

    def fields(self, *path: str) -> dict[str, str]:
        """The texts of the fields below a field, by name."""
        value: Any = self.content
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        names = list(value) if isinstance(value, dict) else []
        return {name: text for name in names if (text := self.text(*path, name))}


def get(path: Path) -> list[Page]:
    """All pages below a folder, by code. BadInput where there are none, or a file is no JSON object."""
    found = [_page(file) for file in sorted(path.glob("*/??.json"), key=lambda file: file.name)]
    if not found:
        raise BadInput(f"{path} has no page of the World Factbook.", argument="path", hint=_HINT)
    return found


def _page(file: Path) -> Page:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{file} cannot be read: {error}.", argument="path", hint=_HINT) from error
    if not isinstance(content, dict):
        raise BadInput(f"{file} is not a page: its top is no object.", argument="path", hint=_HINT)
    return Page(file.stem.upper(), content)


def by_iso3(pages: list[Page]) -> dict[str, list[Page]]:
    """The pages of each code of ISO, the largest part first; pages of what has none are left out.

    BadInput for a page that neither ISO nor the list of areas without a code knows.
    """
    by_gec = {page.gec: page for page in pages}
    known = _NO_CODE.union(*_PARTS.values())
    unknown = [gec for gec in by_gec if gec not in known and iso3_by_gec(gec) is None]
    if unknown:
        raise BadInput(
            f"The World Factbook's page {unknown[0].lower()}.json is of no known country.",
            argument="path",
            hint="Remove the file, or load another copy of the Factbook.",
        )
    wanted = {code.iso3: _PARTS.get(code.iso3, (code.gec or "",)) for code in codes()}
    found = {iso3: [by_gec[gec] for gec in gecs if gec in by_gec] for iso3, gecs in wanted.items()}
    return {iso3: of_code for iso3, of_code in found.items() if of_code}


def plain(text: str) -> str:
    """Text without HTML's tags and entities, white space made single."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
