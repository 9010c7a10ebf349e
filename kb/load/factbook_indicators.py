"""Openness to trade, and acceptance of international courts, from the World Factbook's pages.

Source: as `kb.load.factbook`. Both scores are computed here from what the pages state.
"""

from __future__ import annotations

import re
from pathlib import Path

from kb.errors import BadInput
from kb.load.factbook import SOURCE, SOURCE_ID, Page, by_iso3, plain
from kb.load.factbook import get as pages_in
from kb.load.facts import Facts, Row
from kb.load.indicators import score

__all__ = ["COURTS_YEAR", "courts_accepted", "get", "trade_share", "transform"]

COURTS_YEAR = 2025
"""the Factbook's entry on the courts speaks of June 2025"""

_TRADE: Row = {
    "id": "indicator:trade-share",
    "name": "Trade share: exports plus imports of goods and services",
    "dimension": "OPENNESS",
    "higher_is_better": True,
    "unit": "% of GDP",
    "sources": (SOURCE_ID,),
}
_COURTS: Row = {
    "id": "indicator:courts-accepted",
    "name": "International courts accepted: compulsory jurisdiction of the International Court of Justice, "
    "jurisdiction of the International Criminal Court",
    "dimension": "VALUES",
    "higher_is_better": True,
    "unit": "courts (0..2), accepted with or without reservations",
    "sources": (SOURCE_ID,),
}
_SHARE = re.compile(r"-?(\d+(?:\.\d+)?)% \((\d{4})\b")
_BY_END_USE = ("Economy", "GDP - composition, by end use")
_PARTICIPATION = ("Government", "International law organization participation")


def get(path: Path) -> list[Page]:
    """The World Factbook's pages in the folder `path`."""
    return pages_in(path)


def transform(pages: list[Page]) -> Facts:
    """Both indicators with the scores of the countries whose pages have the entries."""
    of_code = by_iso3(pages)
    trade = {iso3: share for iso3, own in of_code.items() if (share := trade_share(own[0])) is not None}
    courts = {iso3: count for iso3, own in of_code.items() if (count := courts_accepted(own[0])) is not None}
    facts = Facts()
    facts.node("Source", **SOURCE)
    score(facts, _TRADE, trade, rule="exports-plus-imports")
    score(facts, _COURTS, {iso3: (float(n), COURTS_YEAR) for iso3, n in courts.items()}, rule="courts-accepted")
    return facts


def trade_share(page: Page) -> tuple[float, int] | None:
    """Exports plus imports of goods and services in % of GDP, and the year (of two, the earlier).

    The Factbook writes imports as a negative share. None where the page lacks either.
    """
    texts = [page.text(*_BY_END_USE, f"{way} of goods and services") for way in ("exports", "imports")]
    shares = [_SHARE.match(text) for text in texts if text]
    found = [(float(share[1]), int(share[2])) for share in shares if share]
    if len(found) != 2:
        return None
    return round(found[0][0] + found[1][0], 1), min(year for _, year in found)


def courts_accepted(page: Page) -> int | None:
    """How many of the two courts' jurisdictions the country accepts today; None where the page does not say.

    BadInput for an entry that does not speak of both courts.
    """
    text = plain(page.text(*_PARTICIPATION) or "")
    if not text:
        return None
    if "ICJ" not in text or "ICC" not in text:
        raise BadInput(
            f"{page.gec.lower()}.json: {' / '.join(_PARTICIPATION)}: {text!r} does not speak of both courts.",
            argument="path",
            hint="Mend the text of the page: `accepts compulsory ICJ jurisdiction; accepts ICCt jurisdiction`.",
        )
    accepted = (r"\baccepts compulsory ICJ jurisdiction", r"\baccepts ICCt? jurisdiction")
    return sum(re.search(pattern, text) is not None for pattern in accepted)
