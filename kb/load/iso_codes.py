"""Makes the table of ISO 3166-1 codes (`kb/load/iso3166.csv`) in which other loaders look codes and names up.

Source: "Comprehensive country codes" (datasets/country-codes on GitHub and DataHub), Public Domain Dedication
and License. Its codes are ISO 3166-1's, its regions the UN Statistics Division's M49, its names M49's in
English, French, Spanish, Chinese, Arabic and Russian, and those of the Unicode CLDR. Only these columns are
restated; `python -m kb.load.iso_codes country-codes.csv > kb/load/iso3166.csv` makes the table again.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from kb.load.tables import read_table

__all__ = ["COLUMNS", "get", "table", "transform"]

COLUMNS = ("iso3", "iso2", "numeric", "gec", "name", "article", "aliases", "region", "subregion")
"""`gec` is the two-letter code (once FIPS 10-4) under which the CIA World Factbook keeps its page;
`article` is "the" where English wants it before the name."""

_RENEWED_GEC = {"SRB": "RI", "BES": ""}
"""the source still has Serbia's together with Kosovo, and gives Bonaire, Sint Eustatius and Saba that of NLD"""

_NAMED_IN_FULL = {"FLK"}
"""the UN's name has both names in use"""

_WITH_ARTICLE = {"Islands", "Isle", "Territory", "Territories", "Netherlands"}

_CODE = "ISO3166-1-Alpha-3"
_NEEDED = (_CODE, "ISO3166-1-Alpha-2", "ISO3166-1-numeric", "FIPS", "Region Name", "Sub-region Name")
_ENGLISH = ("official_name_en", "CLDR display name", "UNTERM English Short", "UNTERM English Formal")
_OTHERS = ("official_name_fr", "official_name_es", "official_name_cn", "official_name_ar", "official_name_ru")


def get(path: Path) -> list[dict[str, str]]:
    """Rows of country-codes.csv. BadInput where it cannot be read or a column is missing."""
    return read_table(
        path, (*_NEEDED, *_ENGLISH, *_OTHERS), encoding="utf-8", hint="Fetch data/country-codes.csv again."
    )


def transform(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One row a code, in the order of `iso3`, lists joined by `|`.

    `name` is the UN's English short name; where that carries a qualification, as "Bolivia (Plurinational
    State of)" or "China, Hong Kong Special Administrative Region", it is CLDR's, and the UN's is an alias.
    """
    return sorted((_row(row) for row in rows if row[_CODE].strip()), key=lambda row: row["iso3"])


def _row(row: dict[str, str]) -> dict[str, str]:
    name = row["official_name_en"].strip()
    if any(sign in name for sign in "(,") and row[_CODE] not in _NAMED_IN_FULL:
        name = row["CLDR display name"].strip()
    spellings = dict.fromkeys(_plain(row[column]) for column in (*_ENGLISH, *_OTHERS))
    iso3 = row[_CODE].strip()
    gec = _RENEWED_GEC.get(iso3, row["FIPS"].strip())
    return {
        "iso3": iso3,
        "iso2": row["ISO3166-1-Alpha-2"].strip(),
        "numeric": row["ISO3166-1-numeric"].strip().zfill(3),
        "gec": gec if len(gec) == 2 and gec.isupper() else "",
        "name": name,
        "article": "the" if _wants_article(name, row["UNTERM English Short"]) else "",
        "aliases": "|".join(spelling for spelling in spellings if spelling and spelling != name),
        "region": row["Region Name"].strip(),
        "subregion": row["Sub-region Name"].strip(),
    }


def _wants_article(name: str, unterm: str) -> bool:
    """UNTERM marks states that have one; territories named after islands or their status have one too."""
    return "(the)" in unterm or any(word in _WITH_ARTICLE for word in name.split())


def _plain(name: str) -> str:
    """UNTERM's footnote marks and articles are no part of a name."""
    return name.replace("*", "").replace("(the)", "").strip().removeprefix("the ").strip()


def table(rows: list[dict[str, str]]) -> str:
    """The rows as CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    sys.stdout.write(table(transform(get(Path(sys.argv[1])))))
