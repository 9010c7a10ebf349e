"""Countries and their borders: small pages in, literal facts out; and the real pages, counted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import countries, eu, factbook, iso
from kb.load.factbook_borders import stated
from kb.load.factbook_places import coordinates, gdp_usd, landlocked, names, population
from kb.load.facts import Facts
from kb.validate import check

COUNTRY_CODES = countries.CODES_ID
FACTBOOK = factbook.SOURCE_ID


def page(**fields: str) -> dict[str, Any]:
    """A page of the Factbook with the fields given."""
    where = {
        "borders": ("Geography", "Land boundaries", "border countries"),
        "regional": ("Geography", "Land boundaries", "regional borders"),
        "place": ("Geography", "Geographic coordinates"),
        "coast": ("Geography", "Coastline"),
        "people": ("People and Society", "Population", "total"),
        "people_in_words": ("People and Society", "Population"),
        "gdp": ("Economy", "GDP (official exchange rate)"),
        "gdp_note": ("Economy", "GDP (official exchange rate)", "note"),
        "long": ("Government", "Country name", "conventional long form"),
        "short": ("Government", "Country name", "conventional short form"),
        "local": ("Government", "Country name", "local short form"),
    }
    content: dict[str, Any] = {}
    for name, text in fields.items():
        place = content
        for key in where[name]:
            place = place.setdefault(key, {})
        place["text"] = text
    return content


def folder(tmp_path: Path, **pages: dict[str, Any]) -> Path:
    (tmp_path / "asia").mkdir()
    for gec, content in pages.items():
        (tmp_path / "asia" / f"{gec}.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def read(tmp_path: Path, **pages: dict[str, Any]) -> dict[str, list[factbook.Page]]:
    return factbook.by_iso3(factbook.get(folder(tmp_path, **pages)))


def lengths(facts: Facts) -> list[tuple[str, str, float]]:
    return [(row["from"], row["to"], row["border_km"]) for row in facts.links["BORDERS"]]


@pytest.fixture(scope="module")
def data() -> Path:
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "factbook").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no factbook; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return root


def test_a_country_has_what_its_page_states(tmp_path: Path) -> None:
    content = page(
        place="16 10 N, 107 50 E", coast="3,444 km (excludes islands)", people="106,688,169 (2025 est.)",
        gdp="$476.388 billion (2024 est.)", short="Vietnam", local="Vi&ecirc;t Nam (Vietnamese)/ Nam Viet (older)",
    )  # fmt: skip
    facts = countries.transform(countries.get(folder(tmp_path, vm=content)))
    row = next(row for row in facts.nodes["Country"] if row["iso3"] == "VNM")
    aliases = row.pop("aliases")
    assert {"Vietnam", "Socialist Republic of Viet Nam", "越南", "Viêt Nam", "Nam Viet"} <= set(aliases)
    assert "Viet Nam" not in aliases
    assert row == {
        "id": "country:vnm", "name": "Viet Nam", "sources": (COUNTRY_CODES, FACTBOOK), "iso3": "VNM", "iso2": "VN",
        "region": "Asia", "subregion": "South-eastern Asia", "latitude": 16.1667, "longitude": 107.8333,
        "landlocked": False, "population": 106688169, "gdp_usd": 476388000000.0,
    }  # fmt: skip
    without = next(row for row in facts.nodes["Country"] if row["iso3"] == "ALA")
    assert without["sources"] == (COUNTRY_CODES,)
    assert "population" not in without


def test_every_code_has_a_government_that_governs_it(tmp_path: Path) -> None:
    facts = countries.transform(countries.get(folder(tmp_path, vm=page())))
    governments = {row["id"]: row["name"] for row in facts.nodes["Government"]}
    assert len(facts.nodes["Country"]) == len(governments) == len(facts.links["GOVERNS"]) == 249
    assert governments["government:vnm"] == "Government of Viet Nam"
    assert governments["government:phl"] == "Government of the Philippines"
    assert {(row["from"][11:], row["to"][8:]) for row in facts.links["GOVERNS"]} == {
        (code.iso3.lower(), code.iso3.lower()) for code in iso.codes()
    }


def test_a_border_stands_in_both_orders_with_each_side_s_own_length(tmp_path: Path) -> None:
    facts = countries.transform(
        countries.get(
            folder(
                tmp_path,
                us=page(borders="Canada 8,891 km (including 2,475 km with Alaska); Mexico 3,111 km"),
                mx=page(borders="Guatemala 958 km; US 3,155 km"),
                hk=page(regional="China 33 km"),
            )
        )
    )
    assert lengths(facts) == [
        ("country:can", "country:usa", 8891.0),
        ("country:chn", "country:hkg", 33.0),
        ("country:gtm", "country:mex", 958.0),
        ("country:hkg", "country:chn", 33.0),
        ("country:mex", "country:gtm", 958.0),
        ("country:mex", "country:usa", 3155.0),
        ("country:usa", "country:can", 8891.0),
        ("country:usa", "country:mex", 3111.0),
    ]


def test_borders_of_parts_are_summed_or_given_to_the_part(tmp_path: Path) -> None:
    pages = read(
        tmp_path,
        mo=page(borders="Algeria 1,941 km; Spain (Ceuta) 8 km and Spain (Melilla) 10.5 km"),
        gz=page(borders="Egypt 13 km; Israel 59 km"),
        we=page(borders="Israel 330 km; Jordan 148 km"),
        ca=page(borders="Denmark (Greenland) 1.3 km"),
        da=page(borders="Germany 140 km; Canada 1.3 km"),
        al=page(borders="Greece 212 km; Kosovo 112 km"),
        jo=page(borders="West Bank 148 km, Israel 307 km (20 km are within the Dead Sea)"),
    )
    assert stated(pages) == {
        ("ALB", "GRC"): 212.0, ("CAN", "GRL"): 1.3, ("DNK", "DEU"): 140.0, ("GRL", "CAN"): 1.3,
        ("JOR", "PSE"): 148.0, ("JOR", "ISR"): 307.0, ("MAR", "DZA"): 1941.0, ("MAR", "ESP"): 18.5,
        ("PSE", "ISR"): 389.0, ("PSE", "JOR"): 148.0, ("PSE", "EGY"): 13.0,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["Laos 2,161", "Atlantis 5 km", "a river", "Laos 2,161 km; unknown"])
def test_a_border_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"vm\.json: Geography / Land boundaries") as caught:
        countries.transform(countries.get(folder(tmp_path, vm=page(borders=text))))
    assert caught.value.hint


def test_places_of_pages_with_several_parts(tmp_path: Path) -> None:
    france = "<strong>metropolitan France:</strong> 46 00 N, 2 00 E <br><strong>French Guiana:</strong> 4 00 N, 53 00 W"
    pages = read(
        tmp_path, fr=page(place=france), tb=page(place="17 90 N, 62 85 W"), gz=page(place="31 25 N, 34 20 E"),
        we=page(place="32 00 N, 35 15 E"), ay=page(place="90 00 S, 0 00 E"), su=page(place="nowhere"),
    )  # fmt: skip
    assert coordinates(pages) == {
        "ATA": (-90.0, 0.0), "BLM": (17.9, -62.85), "FRA": (46.0, 2.0), "GUF": (4.0, -53.0), "PSE": (32.0, 35.25),
    }  # fmt: skip


def test_numbers_that_are_not_comparable_or_not_there_stay_missing(tmp_path: Path) -> None:
    joint = "entry includes Jersey and Guernsey"
    pages = read(
        tmp_path,
        je=page(gdp="$12.508 billion (2023 est.)", gdp_note=joint, people="103,944 (2025 est.)"),
        gi=page(gdp="$2.044 billion (2014 est.)", coast="12 km"),
        wi=page(gdp="NA", people_in_words="652,271 (July 2020 est.)"),
        bv=page(people="uninhabited", coast="NA"),
        we=page(gdp="$13.711 billion (2024 est.)", gdp_note=joint, people="3,310,554", coast="0 km (landlocked)"),
        gz=page(gdp="$13.711 billion (2024 est.)", gdp_note=joint, people="2,184,652", coast="40 km"),
        us=page(gdp="$29.185 trillion (2024 est.)"),
        tp=page(gdp="$764.274 million (2024 est.)"),
        uz=page(coast="0 km (doubly landlocked)"),
    )
    assert {iso3: gdp_usd(own) for iso3, own in pages.items()} == {
        "BVT": None, "ESH": None, "GIB": None, "JEY": None, "PSE": 13.711e9, "STP": 764.274e6, "USA": 29.185e12,
        "UZB": None,
    }  # fmt: skip
    assert {iso3: n for iso3, own in pages.items() if (n := population(own))} == {
        "ESH": 652271, "JEY": 103944, "PSE": 5495206,
    }  # fmt: skip
    assert {iso3: landlocked(own) for iso3, own in pages.items() if iso3 in {"BVT", "GIB", "PSE", "UZB"}} == {
        "BVT": None, "GIB": False, "PSE": False, "UZB": True,
    }  # fmt: skip


def test_names_lose_what_is_no_name(tmp_path: Path) -> None:
    long = "Islamic Republic of Afghanistan (prior to 15 August 2021); current country name disputed"
    pages = read(tmp_path, af=page(long=long, short="none", local="Schweiz (German)/ Suisse (French) or Svizra"))
    assert names(pages["AFG"]) == ["Islamic Republic of Afghanistan", "Schweiz", "Suisse", "Svizra"]


@pytest.mark.parametrize("content", [b"", b'{"Geography": {', b"[]", b"[" * 100_000, "{\u00e9}".encode("latin-1")])
def test_a_broken_page_is_refused(tmp_path: Path, content: bytes) -> None:
    (folder(tmp_path) / "asia" / "vm.json").write_bytes(content)
    with pytest.raises(BadInput, match=r"vm\.json"):
        countries.get(tmp_path)


def test_a_folder_without_pages_or_with_an_unknown_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no page of the World Factbook"):
        countries.get(tmp_path)
    with pytest.raises(BadInput, match=r"qq\.json is of no known country"):
        countries.transform(countries.get(folder(tmp_path, qq=page())))


def test_all_countries_are_well_formed(data: Path) -> None:
    facts = countries.transform(countries.get(data / "factbook"))
    union = eu.transform(eu.get(data / "curated"))
    assert {kind: len(rows) for kind, rows in (facts.nodes | facts.links).items()} == {
        "Source": 2, "Country": 249, "Government": 249, "GOVERNS": 249, "BORDERS": 644,
    }  # fmt: skip
    assert len(union.links["GOVERNS"]) == 28
    assert [row["to"] for row in union.links["GOVERNS"] if row["until"]] == ["country:gbr"]
    for made in (facts, union):
        rows = [(name, row) for name, group in (made.nodes | made.links).items() for row in group]
        assert [fault for name, row in rows for fault in check(name, row)[1]] == []
    ids = {row["id"] for rows in facts.nodes.values() for row in rows}
    ends = [(row["from"], row["to"]) for row in (*facts.links["BORDERS"], *facts.links["GOVERNS"])]
    assert len(ends) == len(set(ends))
    assert {end for pair in ends for end in pair} <= ids


def test_all_borders_stand_twice_and_three_lengths_disagree(data: Path) -> None:
    pages = factbook.by_iso3(factbook.get(data / "factbook"))
    pairs = {(row["from"], row["to"]) for row in countries.transform(factbook.get(data / "factbook")).links["BORDERS"]}
    assert {(b, a) for a, b in pairs} == pairs
    found = stated(pages)
    assert sorted((a, b, km, found[b, a]) for (a, b), km in found.items() if a < b and found.get((b, a), km) != km) == [
        ("DEU", "POL", 447.0, 467.0), ("ISR", "JOR", 327.0, 307.0), ("MEX", "USA", 3155.0, 3111.0),
    ]  # fmt: skip
    assert sum(landlocked(own) is True for own in pages.values()) == 44
