"""One reader for published tables, the tables worked out beside them, and which codes are one organisation."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import aids, apple, clouds, swift
from kb.load.facts import Facts
from kb.load.placed import without_restated
from kb.load.swift_tables import BankList, Office
from kb.load.tables import own_table, read_table

SWIFT = "source:swift"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n1,2\n3\n", ":3: not as many cells as the header"),
        (b"a,b\n1,2,3\n", ":2: not as many cells as the header"),
        (b"a,c\n1,2\n", " has no column 'b'"),
        (b"", " has no column 'a'"),
        (b"a,b\n", " has no rows"),
        (b'a,b\n1,"2\n', ":2 cannot be read: unexpected end of data"),
        (b'a,b\n1,"2"3\n', ":2 cannot be read: "),
        (b"a,b\n1,\xe9\n", " cannot be read: it is not UTF-8 at byte 6"),
        (None, " cannot be read: "),
    ],
)
def test_a_broken_table_is_named_with_its_row_and_what_to_do(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "table.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(f"table.csv{told}")) as caught:
        read_table(file, ("a", "b"), hint="Take it again.")
    assert (caught.value.hint, caught.value.argument) == ("Take it again.", "path")


def test_a_table_is_read_with_all_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "table.csv.gz"
    file.write_bytes(gzip.compress('\ufeffa;b\nNA;"x;y"\n'.encode()))
    assert read_table(file, ("b",), delimiter=";") == [{"a": "NA", "b": "x;y"}]


def test_every_loader_that_needs_the_folder_aids_says_so(tmp_path: Path) -> None:
    for name in ("apple_suppliers", "swift_bic", "cloud_regions"):
        (tmp_path / name).mkdir()
    (tmp_path / "apple_suppliers" / "apple-supplier-list_apple-supplier-list.csv").write_text(
        "year,supplier_name,country,supplier_address\n2018,A,China,Henan\n"
    )
    (tmp_path / "cloud_regions" / "regions.json").write_text("{}")
    told = r"There is no folder \S*aids\. Put .*org_same_as\.csv into a folder `aids` beside "
    for loader, name in ((apple, "apple_suppliers"), (swift, "swift_bic"), (clouds, "cloud_regions")):
        with pytest.raises(BadInput, match=told + name):
            loader.get(tmp_path / name)
    with pytest.raises(BadInput, match=r"no folder \S*elsewhere"):
        apple.get(tmp_path / "apple_suppliers", tmp_path / "elsewhere")


def test_the_tables_beside_a_source_go_before_ours(tmp_path: Path) -> None:
    (tmp_path / "org_same_as.csv").write_text("source,key,id\nswift_bic,UTIB,org:other\napple_suppliers,BNYM,org:x\n")
    found = aids.same_organisations(tmp_path, "swift_bic")
    assert (found["UTIB"], found["BNYM"]) == ("org:other", "org:bny")


def test_our_table_gives_each_code_once_with_a_reason() -> None:
    rows = own_table("org_same.csv")
    assert [key for key, count in Counter((row["source"], row["key"]) for row in rows).items() if count > 1] == []
    assert [row for row in rows if not (row["why"] and re.fullmatch(r"org:[a-z0-9-]+", row["id"]))] == []


def test_a_bank_of_several_codes_is_one_organisation() -> None:
    offices = (
        Office("JP", "FIRST BANK LTD", "TOKYO", "", "FRSTJPJT"),
        Office("CN", "FIRST BANK LTD", "SHENZHEN", "", "FRSTCNSH"),
        Office("CN", "OTHER BANK LTD (FORMERLY SECOND)", "SHENZHEN", "", "AOTHCNSH"),
        Office("VN", "OTHER BANK LTD", "HANOI", "", "AOTHVNVX"),
    )
    listed = BankList(
        offices,
        homes={"FRST": "JPN", "AOTH": "VNM"},
        provinces={"SHENZHEN": "Guangdong"},
        ids={"FRST": "org:first", "AOTH": "org:first"},
    )
    facts = swift.transform(listed)
    (bank,) = facts.nodes["Organisation"]
    assert (bank["id"], bank["bic4"], bank["name"]) == ("org:first", "FRST", "First Bank")
    assert bank["aliases"] == (
        "FRST", "FIRST BANK LTD", "AOTH", "Other Bank", "OTHER BANK LTD", "OTHER BANK LTD (FORMERLY SECOND)",
    )  # fmt: skip
    assert [(row["to"], row["province"], row["offices"]) for row in facts.links["PRESENT_IN"]] == [
        ("country:chn", "Guangdong", 2), ("country:jpn", None, 1), ("country:vnm", None, 1),
    ]  # fmt: skip
    assert [row["to"] for row in facts.links["HEADQUARTERED_IN"]] == ["country:jpn"]


def present(*rows: tuple[str, str | None, int | None, tuple[str, ...]]) -> Facts:
    facts = Facts()
    for country, province, offices, sources in rows:
        facts.link(
            "PRESENT_IN", "org:a", country, kind="OFFICE", province=province, offices=offices, basis="OBSERVED",
            sources=sources,
        )  # fmt: skip
    return facts


def test_presence_that_the_same_source_places_is_not_stated_again() -> None:
    placed = present(("country:chn", "Henan", 3, (SWIFT,)), ("country:jpn", None, 1, (SWIFT,)))
    stated = present(
        ("country:chn", None, None, (SWIFT,)),
        ("country:chn", None, 2, (SWIFT,)),
        ("country:chn", None, None, (SWIFT, "source:b")),
        ("country:chn", None, None, ("source:b",)),
        ("country:chn", None, None, ()),
        ("country:chn", "Hubei", None, (SWIFT,)),
        ("country:jpn", None, None, (SWIFT,)),
    )
    kept = without_restated(stated, placed).links["PRESENT_IN"]
    assert kept == stated.links["PRESENT_IN"][1:4] + stated.links["PRESENT_IN"][4:]
    assert len(kept) == 6
