"""ISO 3166-1 codes of countries, looked up by another code or by a name.

Source: "Comprehensive country codes" (datasets/country-codes, Public Domain Dedication and License), restated
in `iso3166.csv` by `kb.load.iso_codes`. `iso_spellings.csv` adds spellings that the other sources use.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kb.load.tables import own_table

__all__ = ["Code", "codes", "iso3_by_gec", "iso3_by_iso2", "iso3_by_name", "iso3_by_numeric", "spellings"]


@dataclass(frozen=True)
class Code:
    """One entry of ISO 3166-1."""

    iso3: str
    iso2: str
    numeric: int
    gec: str | None
    """two-letter code of the CIA World Factbook; None where it keeps several pages, or none"""
    name: str
    article: str
    """`the`, or empty"""
    aliases: tuple[str, ...]
    """formal name, and names in English, French, Spanish, Chinese, Arabic and Russian"""
    region: str | None
    """UN M49 region; None for Antarctica"""
    subregion: str | None

    @property
    def in_text(self) -> str:
        """The name as it stands within a sentence: "the Philippines"."""
        return f"{self.article} {self.name}".strip()


@cache
def codes() -> tuple[Code, ...]:
    """All 249 entries, in the order of `iso3`."""
    return tuple(
        Code(
            iso3=row["iso3"],
            iso2=row["iso2"],
            numeric=int(row["numeric"]),
            gec=row["gec"] or None,
            name=row["name"],
            article=row["article"],
            aliases=tuple(row["aliases"].split("|")),
            region=row["region"] or None,
            subregion=row["subregion"] or None,
        )
        for row in own_table("iso3166.csv")
    )


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Further English spellings by `iso3`."""
    found: dict[str, tuple[str, ...]] = {}
    for row in own_table("iso_spellings.csv"):
        found[row["iso3"]] = (*found.get(row["iso3"], ()), row["spelling"])
    return found


def iso3_by_iso2(iso2: str) -> str | None:
    """`VN` or `vn` -> `VNM`; None where ISO has no such code."""
    return _by_iso2().get(iso2.strip().upper())


def iso3_by_numeric(numeric: int | str) -> str | None:
    """704, "704" or "704.0" -> `VNM`; None where ISO has no such code, or it is no whole number."""
    try:
        number = float(numeric)
    except ValueError:
        return None
    return _by_numeric().get(int(number)) if number.is_integer() else None


def iso3_by_gec(gec: str) -> str | None:
    """The World Factbook's `vm` -> `VNM`; None where it is a page of no ISO code, or of a part of one."""
    return _by_gec().get(gec.strip().upper())


def iso3_by_name(name: str) -> str | None:
    """A name in any usual spelling -> its code; None where it is unknown or names several.

    Case, accents, punctuation, articles and "St."/"Saint" make no difference.
    """
    found = _by_name().get(_key(name), frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _by_iso2() -> dict[str, str]:
    return {code.iso2: code.iso3 for code in codes()}


@cache
def _by_numeric() -> dict[int, str]:
    return {code.numeric: code.iso3 for code in codes()}


@cache
def _by_gec() -> dict[str, str]:
    return {code.gec: code.iso3 for code in codes() if code.gec}


@cache
def _by_name() -> dict[str, frozenset[str]]:
    """Spelling without its accidents -> the codes it may mean."""
    found: dict[str, frozenset[str]] = {}
    for code in codes():
        for name in (code.name, *code.aliases, *spellings().get(code.iso3, ())):
            key = _key(name)
            if key:
                found[key] = found.get(key, frozenset()) | {code.iso3}
    return found


def _key(name: str) -> str:
    text = re.sub("['`\u00b4\u2019]", "", name).replace("&", " and ")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    text = re.sub(r"\bst\b", "saint", re.sub(r"[\W_]+", " ", text))
    return " ".join(word for word in text.split() if word != "the")
