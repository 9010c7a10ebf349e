"""Codes of ISO 3166-1: looked up by code and by name, and made from the table of country codes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import iso, iso_codes


def test_codes_are_looked_up_by_any_other_code() -> None:
    assert len(iso.codes()) == len({code.iso3 for code in iso.codes()}) == 249
    assert (iso.iso3_by_iso2("NA"), iso.iso3_by_iso2("vn"), iso.iso3_by_iso2("XK")) == ("NAM", "VNM", None)
    assert [iso.iso3_by_numeric(n) for n in (4, "704", "704.0", 999, "x", "4.5", "nan", "inf")] == [
        "AFG", "VNM", "VNM", None, None, None, None, None,
    ]  # fmt: skip
    assert [iso.iso3_by_gec(gec) for gec in ("ch", "sz", "RI", "kv")] == ["CHN", "CHE", "SRB", None]
    assert max(Counter(code.gec for code in iso.codes() if code.gec).values()) == 1


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Viet Nam", "VNM"),
        ("vietnam", "VNM"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d\u00b4Ivoire", "CIV"),
        ("St. Lucia", "LCA"),
        ("The  Gambia", "GMB"),
        ("Trinidad & Tobago", "TTO"),
        ("Korea, South", "KOR"),
        ("Niger", "NER"),
        ("Dominica", "DMA"),
        ("越南", "VNM"),
        ("Вьетнам", "VNM"),
        ("Kosovo", None),
        ("", None),
    ],
)
def test_codes_are_looked_up_by_name(name: str, iso3: str | None) -> None:
    assert iso.iso3_by_name(name) == iso3


def test_no_name_means_two_countries() -> None:
    every = [(name, code.iso3) for code in iso.codes() for name in (code.name, *code.aliases)]
    every += [(name, iso3) for iso3, found in iso.spellings().items() for name in found]
    assert [(name, iso3) for name, iso3 in every if iso.iso3_by_name(name) != iso3] == []


def test_a_qualified_name_gives_way_to_the_short_one() -> None:
    row = dict.fromkeys((*iso_codes._NEEDED, *iso_codes._ENGLISH, *iso_codes._OTHERS), "")
    row |= {"ISO3166-1-Alpha-3": "BOL", "ISO3166-1-Alpha-2": "BO", "ISO3166-1-numeric": "68", "FIPS": "BL"}
    row |= {"official_name_en": "Bolivia (Plurinational State of)", "CLDR display name": "Bolivia"}
    row |= {"UNTERM English Formal": "the Plurinational State of Bolivia *", "Region Name": "Americas"}
    (made,) = iso_codes.transform([row])
    assert (made["name"], made["numeric"], made["gec"], made["article"]) == ("Bolivia", "068", "BL", "")
    assert made["aliases"] == "Bolivia (Plurinational State of)|Plurinational State of Bolivia"
    assert iso_codes.table([made]).splitlines()[0] == ",".join(iso_codes.COLUMNS)


def test_a_table_of_codes_without_a_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "country-codes.csv"
    file.write_text("ISO3166-1-Alpha-3\nVNM\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column 'ISO3166-1-Alpha-2'"):
        iso_codes.get(file)
    with pytest.raises(BadInput, match="cannot be read"):
        iso_codes.get(tmp_path / "nothing.csv")
