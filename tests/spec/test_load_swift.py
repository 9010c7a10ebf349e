"""Banks of a BIC list: which are stated, where they are, what they are called, and how a broken file is refused."""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import swift
from kb.load.facts import Facts
from kb.load.swift_names import readable, short
from kb.load.swift_places import province
from kb.load.swift_tables import BankList, Office
from kb.load.tables import own_table
from kb.meta import props
from kb.ontology import LINKS, NODES

HEADER = "iso2,country,bank,city,branch,bic,bank4\n"
LIST = """CN,China,HSBC BANK (CHINA) COMPANY LIMITED,SHENZHEN,,HSBCCNSH,HSBC
CN,China,HSBC BANK (CHINA) COMPANY LIMITED,SHENZHEN,(LUOHU),HSBCCNSHLUO,HSBC
CN,China,HSBC BANK (CHINA) COMPANY LIMITED,NOWHERE,,HSBCCNSHXXX,HSBC
HK,Hong Kong,"HONGKONG AND SHANGHAI BANKING CORPORATION LIMITED, THE",HONG KONG,,HSBCHKHH,HSBC
HK,Hong Kong,"HONGKONG AND SHANGHAI BANKING CORPORATION LIMITED, THE",HONG KONG,,HSBCHKHH,HSBC
CN,China,BANK OF DALIAN,DALIAN,,DLCBCNBD,DLCB
FR,France,SOCIETE GENERALE,PARIS,,SOGEFRPP,SOGE
NA,Namibia,SOCIETE GENERALE,WINDHOEK,,SOGENANA,SOGE
CN,China,SOCIETE GENERALE (CHINA) LIMITED,SHENZHEN,,SGCHCNBJ,SGCH
CN,China,"HUAWEI TECHNOLOGIES CO., LTD",SHENZHEN,,HWTCCNB1,HWTC
JP,Japan,BANK OF LOCAL SAVINGS,TOKYO,,LOCAJPJT,LOCA
XK,Kosovo,KOS BANK,PRISTINA,,KOSBXKPR,KOSB
AL,Albania,KOS BANK,TIRANA,,KOSBALTI,KOSB
DE,Germany,AUTRE NOM,BERLIN,,SOGEDEFF,SOGE
"""
AIDS = {
    "bank_home.csv": "bank4,iso3_home,name\nHSBC,HKG,HSBC BANK\nSOGE,FRA,SOCIETE GENERALE\n",
    "bic_corporates.csv": 'bank4,name\nHWTC,"HUAWEI TECHNOLOGIES CO., LTD"\n',
    "china_city_province.csv": "city_as_written,province\nSHENZHEN,Guangdong\nDALIAN,Liaoning\n",
    "org_same_as.csv": "source,key,id\nswift_bic,HSBC,org:hsbc\ncloud_regions,aws,org:amazon\n",
}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with the list, and its aids beside it."""
    folder = tmp_path / "swift_bic"
    folder.mkdir()
    (folder / "swift_bic_2019.csv.gz").write_bytes(gzip.compress((HEADER + LIST).encode()))
    (tmp_path / "aids").mkdir()
    for name, text in AIDS.items():
        (tmp_path / "aids" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def real() -> Facts:
    """The facts of the whole list, where the data are."""
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "swift_bic").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no swift_bic; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return swift.transform(swift.get(root / "swift_bic"))


def links(facts: Facts, kind: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in ("from", "to", *names)) for row in facts.links[kind]]


def test_offices_by_country_and_in_china_by_province(drawn: Path) -> None:
    facts = swift.transform(swift.get(drawn))
    assert links(facts, "PRESENT_IN", "province", "offices", "confidence") == [
        ("org:bank-of-dalian", "country:chn", "Liaoning", 1, 0.7),
        ("org:hsbc", "country:chn", None, 1, 0.7),
        ("org:hsbc", "country:chn", "Guangdong", 2, 0.7),
        ("org:hsbc", "country:hkg", None, 1, 0.7),
        ("org:societe-generale-china", "country:chn", "Guangdong", 1, 0.7),
        ("org:societe-generale", "country:deu", None, 1, 0.5),
        ("org:societe-generale", "country:fra", None, 1, 0.7),
        ("org:societe-generale", "country:nam", None, 1, 0.7),
    ]
    assert {(row["kind"], row["basis"], row.get("since")) for row in facts.links["PRESENT_IN"]} == {
        ("OFFICE", "OBSERVED", None)
    }


def test_a_place_where_the_bank_has_another_name_is_less_sure() -> None:
    names = {"CN": "BANK OF CHINA", "AU": "BANK OF CHINA (AUSTRALIA)", "ID": "PT BKCH", "FR": "BANK OF FRANCE"}
    offices = tuple(Office(iso2, name, "X", "", f"BKCH{iso2}XX") for iso2, name in names.items())
    facts = swift.transform(BankList(offices, homes={"BKCH": "CHN"}))
    assert dict(links(facts, "PRESENT_IN", "confidence")[n][1:] for n in range(4)) == {
        "country:chn": 0.7, "country:aus": 0.7, "country:idn": 0.7, "country:fra": 0.5,
    }  # fmt: skip


def test_homes_are_given_inferred_from_the_only_country_or_shared_with_the_parent(drawn: Path) -> None:
    facts = swift.transform(swift.get(drawn))
    assert links(facts, "HEADQUARTERED_IN", "basis", "rule") == [
        ("org:bank-of-dalian", "country:chn", "INFERRED", "bank-home"),
        ("org:hsbc", "country:hkg", "INFERRED", "bank-home"),
        ("org:societe-generale-china", "country:fra", "INFERRED", "bank-home"),
        ("org:societe-generale", "country:fra", "INFERRED", "bank-home"),
    ]
    assert {to for _, to in links(facts, "OFFERS")} == {"service:commercial-banking"}


def test_a_bank_has_its_code_and_its_listed_names(drawn: Path) -> None:
    nodes = {row["bic4"]: row for row in swift.transform(swift.get(drawn)).nodes["Organisation"]}
    assert nodes["HSBC"]["id"] == "org:hsbc"
    assert nodes["HSBC"]["name"] == "Hongkong and Shanghai Banking Corporation"
    assert nodes["HSBC"]["aliases"] == (
        "HSBC",
        "HONGKONG AND SHANGHAI BANKING CORPORATION LIMITED, THE",
        "HSBC BANK (CHINA) COMPANY LIMITED",
    )
    assert nodes["HSBC"]["roles"] == ("FinancialServiceProvider",)


def test_banks_of_one_name_are_told_apart_by_their_codes(drawn: Path) -> None:
    again = LIST.replace("HSBC", "HSBX").replace("SOGE", "SOGY")
    (drawn / "swift_bic_2019.csv.gz").write_bytes(gzip.compress((HEADER + LIST + again).encode()))
    ids = {row["bic4"]: row["id"] for row in swift.transform(swift.get(drawn)).nodes["Organisation"]}
    assert ids["HSBC"] == "org:hsbc"
    assert (ids["SOGE"], ids["SOGY"]) == ("org:societe-generale", "org:societe-generale-sogy")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("MIZUHO BANK (CHINA), LTD. SHENZHEN BRANCH", "Mizuho Bank"),
        ("DBS BANK LTD.", "DBS Bank"),
        ("BNP PARIBAS S.A.", "BNP Paribas"),
        ("EXPORT-IMPORT BANK OF CHINA, THE", "Export-Import Bank of China"),
        ("BANK OF JIANGSU CO.,LTD (FORMERLY CITY BANK)", "Bank of Jiangsu"),
        ("GOLDMAN SACHS AND CO.", "Goldman Sachs and Co"),
        ("THE BANK OF TOKYO-MITSUBISHI UFJ, LTD.", "Bank of Tokyo-Mitsubishi Ufj"),
        ("BANCO DE LA NACION ARGENTINA", "Banco de la Nacion Argentina"),
        ("BANK", "Bank"),
        ("LTD", "Ltd"),
    ],
)
def test_names_become_readable(raw: str, name: str) -> None:
    assert readable(short(raw, places=False)).rstrip(".") == name


@pytest.mark.parametrize(
    ("city", "text", "found"),
    [
        ("SHENZHEN", "BANK OF JIANGSU (SHENZHEN BRANCH)", "Guangdong"),
        ("TAIZHOU", "BANK OF CHINA (TAIZHOU BRANCH, JIANGSU PROVINCE)", "Jiangsu"),
        ("TAI ZHOU", "BANK OF WENZHOU (TAIZHOU BRANCH)", "Zhejiang"),
        ("TAIZHOU", "HUA XIA BANK (TAIZHOU BRANCH)", None),
        ("TAIZHOU", "JIANGSU BANK (WENZHOU BRANCH)", None),
        ("ATLANTIS", "BANK OF JIANGSU", None),
    ],
)
def test_a_shared_city_name_is_placed_by_what_the_branch_is_called(city: str, text: str, found: str | None) -> None:
    table = {"SHENZHEN": "Guangdong", "TAIZHOU": "Zhejiang", "WENZHOU": "Zhejiang", "NANJING": "Jiangsu"}
    assert province(city, text, table) == found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column 'iso2'"),
        (HEADER.encode(), "has no rows"),
        (b"iso2,country,bank,city,branch,bank4\nCN,China,B,C,,ABCD\n", "no column 'bic'"),
        ((HEADER + "CN,China,B,C,,ABCDCNB,ABCD\n").encode(), ":2:bic: 'ABCDCNB' has 7 characters"),
        ((HEADER + LIST + "CHN,China,B,C,,ABCDCNBJ,ABCD\n").encode(), ":16:iso2: 'CHN' has 3 characters"),
        ((HEADER + "CN,China,,C,,ABCDCNBJ,ABCD\n").encode(), ":2:bank is empty"),
        ((HEADER + "CN,China,CR\u00c9DIT,C,,ABCDCNBJ,ABCD\n").encode("latin-1"), "not UTF-8 at byte"),
        ((HEADER + 'CN,China,"' + "B" * 200_000 + '",C,,ABCDCNBJ,ABCD\n').encode(), "field larger than"),
        ((HEADER + 'CN,China,"B,C,,ABCDCNBJ,ABCD\n').encode(), "unexpected end of data"),
    ],
)
def test_a_broken_list_is_refused(drawn: Path, content: bytes, told: str) -> None:
    (drawn / "swift_bic_2019.csv.gz").write_bytes(gzip.compress(content))
    with pytest.raises(BadInput, match=re.escape(told)) as caught:
        swift.get(drawn)
    assert "swift_bic_2019.csv.gz" in str(caught.value)
    assert caught.value.hint


def test_a_cut_off_a_foreign_and_a_missing_file_are_refused(drawn: Path) -> None:
    file = drawn / "swift_bic_2019.csv.gz"
    whole = file.read_bytes()
    for content in (whole[:-20], b"PK\x03\x04no gzip", None):
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        with pytest.raises(BadInput, match="cannot be read"):
            swift.get(drawn)


def test_a_missing_table_is_named(drawn: Path) -> None:
    (drawn.parent / "aids" / "bank_home.csv").unlink()
    with pytest.raises(BadInput, match=r"bank_home\.csv cannot be read"):
        swift.get(drawn)


def test_whole_list_gives_the_offices_and_classes_of_china(real: Facts) -> None:
    homes = {row["from"]: row["to"] for row in real.links["HEADQUARTERED_IN"]}
    china = [row for row in real.links["PRESENT_IN"] if row["to"] == "country:chn"]
    places: Counter[tuple[str, str]] = Counter()
    for row in china:
        places[row["province"] or "", "D" if homes[row["from"]] == "country:chn" else "F"] += row["offices"]
    placed = {key: count for key, count in places.items() if key[0]}
    assert sum(placed.values()) == 2537
    assert sum(count for (_, side), count in placed.items() if side == "F") == 425
    assert sum(count for (place, _), count in places.items() if not place) == 9
    assert [places["Guangdong", side] for side in "FD"] == [72, 237]
    assert [places["Jiangsu", side] for side in "FD"] == [33, 163]
    assert [places["Henan", side] for side in "FD"] == [3, 53]


@pytest.mark.parametrize(
    ("code", "offices", "some"),
    [
        ("HSBC", 36, {"Guangdong": 4, "Jiangsu": 5}),
        ("ICBC", 4, {"Jiangsu": 3}),
        ("MHCB", 11, {"Guangdong": 2}),
        ("CITI", 18, {"Jiangsu": 2}),
        ("BKCH", 138, {"Guangdong": 29}),
        ("SCBL", 32, {"Henan": 1}),
    ],
)
def test_whole_list_gives_the_offices_of_known_banks(
    real: Facts, code: str, offices: int, some: dict[str, int]
) -> None:
    (node,) = [row["id"] for row in real.nodes["Organisation"] if row["bic4"] == code]
    found = {
        row["province"]: row["offices"]
        for row in real.links["PRESENT_IN"]
        if row["from"] == node and row["to"] == "country:chn" and row["province"]
    }
    assert sum(found.values()) == offices
    assert {place: found[place] for place in some} == some


def test_mega_international_is_not_the_industrial_and_commercial_bank(real: Facts) -> None:
    nodes = {row["bic4"]: (row["id"], row["name"]) for row in real.nodes["Organisation"]}
    assert nodes["ICBC"] == ("org:mega-international-commercial-bank", "Mega International Commercial Bank")
    assert nodes["ICBK"] == ("org:icbc", "Industrial and Commercial Bank of China")


def test_every_code_of_our_table_is_a_code_of_its_bank(real: Facts) -> None:
    codes = {row["id"]: {row["bic4"], *row["aliases"]} for row in real.nodes["Organisation"]}
    rows = [row for row in own_table("org_same.csv") if row["source"] == "swift_bic"]
    assert [row for row in rows if row["key"] not in codes.get(row["id"], ())] == []


def test_whole_list_is_well_formed(real: Facts) -> None:
    ids = [row["id"] for row in real.nodes["Organisation"]]
    assert len(ids) == len(set(ids))
    assert [id for id in ids if not re.fullmatch(r"org:[a-z0-9-]+", id)] == []
    for declared, groups in ((NODES, real.nodes), (LINKS, real.links)):
        for name, rows in groups.items():
            known = {prop.name for prop in props(declared[name])} | {"from", "to"}
            assert {key for row in rows for key in row} <= known
    for kind, rows in real.links.items():
        stated = Counter((row["from"], row["to"], *(row.get(k) for k in LINKS[kind].identity())) for row in rows)
        assert [key for key, count in stated.items() if count > 1] == []
