"""Treaties and their parties from DESTA: drawn files in, facts out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import desta
from kb.load.desta_names import agreement_ids, kind_of
from kb.load.facts import Facts, Row

CZE, DEU, DNK, FIN, FRA, GBR, KOR, MEX, NOR, CHE, YUG = 203, 276, 208, 246, 250, 826, 410, 484, 578, 756, 891
EU, OTHER = "1", "0"


def record(
    number: str, name: str, members: dict[int, str], *, base: str = "", entry: str = "base_treaty", **years: Any
) -> dict[str, str]:
    row = {
        "number": number,
        "base_treaty": base or number,
        "name": name,
        "entry_type": entry,
        "year": str(years.get("year", 2000)),
        "entryforceyear": str(years.get("force", 2001)),
        "wto_name": years.get("wto", "NA"),
    }
    codes = list(members.items()) + [("NA", "NA")] * (9 - len(members))
    row |= {f"c{n}": str(code) for n, (code, _) in enumerate(codes, start=1)}
    return row | {f"mc{n}": side for n, (_, side) in enumerate(codes, start=1)}


def write(folder: Path, *records: dict[str, str], labour: str = "", trend: str = "") -> Path:
    lines = [";".join(records[0])] + [";".join(f'"{cell}"' for cell in row.values()) for row in records]
    (folder / "DESTA.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "LABPTA.csv").write_text(labour or "Number,Name,LP_depth_6values,depth_index\n0,Nothing,0,\n")
    (folder / "TREND.csv").write_text(trend or '"Trade.Agreement";"Year"\n"0_Nothing_2000";2000\n')
    return folder


def load(folder: Path, *records: dict[str, str], **more: str) -> Facts:
    return desta.transform(desta.get(write(folder, *records, **more)))


def bound(facts: Facts, agreement: str) -> dict[str, tuple[int, int | None, str | None]]:
    return {
        row["from"].removeprefix("government:"): (
            row["since"].year,
            row["until"].year if row["until"] else None,
            row["side"],
        )
        for row in facts.links.get("PARTY_TO", ())
        if row["to"] == agreement
    }


def only(facts: Facts) -> Row:
    [row] = facts.nodes["TradeAgreement"]
    return row


def test_a_treaty_with_its_years_names_and_parties(tmp_path: Path) -> None:
    facts = load(
        tmp_path, record("1", "Korea Mexico FTA", {KOR: OTHER, MEX: OTHER}, year=2000, force=2001, wto="Mexico Korea")
    )
    assert only(facts) == {
        "id": "agreement:korea-mexico-fta",
        "name": "Korea Mexico FTA",
        "aliases": ("Mexico Korea",),
        "kind": "FTA",
        "signed": date(2000, 1, 1),
        "in_force": date(2001, 1, 1),
        "depth": None,
        "provisions": (),
        "sources": ("source:desta",),
    }
    assert bound(facts, "agreement:korea-mexico-fta") == {"kor": (2001, None, None), "mex": (2001, None, None)}
    assert {row["basis"] for row in facts.links["PARTY_TO"]} == {"OBSERVED"}


def test_members_of_one_side_share_it_and_a_side_of_its_own_is_missing(tmp_path: Path) -> None:
    facts = load(tmp_path, record("1", "EC Korea", {DEU: EU, FRA: EU, KOR: OTHER}))
    assert bound(facts, "agreement:eu-korea") == {
        "deu": (2001, None, "1"),
        "fra": (2001, None, "1"),
        "kor": (2001, None, None),
    }


@pytest.mark.parametrize(("year", "force"), [(2000, "NA"), (2000, 1990)])
def test_a_treaty_that_is_not_in_force_or_says_so_before_its_signature_binds_nobody(
    tmp_path: Path, year: int, force: object
) -> None:
    facts = load(tmp_path, record("1", "Korea Mexico", {KOR: OTHER, MEX: OTHER}, year=year, force=force))
    assert only(facts)["in_force"] is None
    assert "PARTY_TO" not in facts.links


JOINS = record(
    "335+1",
    "EC Nice (25) Enlargement",
    {CZE: "1", DEU: "2", FRA: "2"},
    base="335",
    entry="accession",
    year=2003,
    force=2004,
)


def test_who_joins_a_bloc_joins_its_treaties_when_it_joins_the_bloc(tmp_path: Path) -> None:
    facts = load(
        tmp_path,
        record("1", "EC Korea", {DEU: EU, FRA: EU, KOR: OTHER}),
        record("335", "EC Nice", {DEU: OTHER, FRA: OTHER}, year=2001, force=2003),
        JOINS,
        record(
            "1+1", "EC Korea Czech accession", {KOR: "3", CZE: "2"}, base="1", entry="accession", year=2003, force="NA"
        ),
    )
    assert bound(facts, "agreement:eu-korea")["cze"] == (2004, None, "1")
    assert bound(facts, "agreement:eu-nice")["cze"] == (2004, None, None)


def test_an_accession_by_its_own_year_and_one_of_another_treaty_left_out(tmp_path: Path) -> None:
    facts = load(
        tmp_path,
        record("1", "Korea Norway", {KOR: OTHER, NOR: OTHER}, year=2000, force=2001),
        record(
            "1+1", "Mexico joins", {KOR: "2", NOR: "2", MEX: "1"}, base="1", entry="accession", year=2005, force="NA"
        ),
        record("1+2", "wrong base", {DEU: "2", FIN: "1"}, base="1", entry="accession", year=2006, force=2006),
    )
    assert bound(facts, "agreement:korea-norway") == {
        "kor": (2001, None, None),
        "nor": (2001, None, None),
        "mex": (2005, None, None),
    }


def test_a_withdrawal_ends_a_period_and_a_return_begins_another(tmp_path: Path) -> None:
    facts = load(
        tmp_path,
        record("1", "Club", {KOR: OTHER, MEX: OTHER, NOR: OTHER}, year=1990, force=1991),
        record("1_1", "Club withdrawal", {MEX: "1", KOR: "2"}, base="1", entry="withdrawal", year=2004, force="NA"),
        record("1+1", "Club accession", {MEX: "1", KOR: "2"}, base="1", entry="accession", year=2008, force=2015),
    )
    mexico = [(r["since"].year, r["until"] and r["until"].year) for r in facts.links["PARTY_TO"] if "mex" in r["from"]]
    assert mexico == [(1991, 2004), (2015, None)]


def test_who_left_a_bloc_left_its_side(tmp_path: Path) -> None:
    facts = load(
        tmp_path,
        record("1", "EC Korea", {DEU: EU, FRA: EU, GBR: EU, KOR: OTHER}),
        record("2", "EFTA Finland", {NOR: EU, CHE: EU, DNK: EU, FIN: OTHER}, year=1961, force=1961),
        record("375", "EFTA", {NOR: OTHER, CHE: OTHER, DNK: OTHER}, year=1960, force=1960),
        record("375_1", "EFTA withdrawal", {DNK: "1", NOR: "2"}, base="375", entry="withdrawal", year=1973, force="NA"),
        record("3", "Korea UK", {KOR: OTHER, GBR: OTHER}),
    )
    assert bound(facts, "agreement:eu-korea")["gbr"] == (2001, 2021, "1")
    assert bound(facts, "agreement:efta-finland")["dnk"] == (1961, 1973, "1")
    assert bound(facts, "agreement:efta")["dnk"] == (1960, 1973, None)
    assert bound(facts, "agreement:korea-uk")["gbr"] == (2001, None, None)


def test_protocols_are_treaties_and_their_consolidated_texts_and_negotiations_are_not(tmp_path: Path) -> None:
    pair = {KOR: OTHER, MEX: OTHER}
    facts = load(
        tmp_path,
        record("1", "Korea Mexico", pair),
        record("2", "Korea Mexico Services", pair, base="1", entry="protocol or amendment"),
        record("2a", "Korea Mexico Services", pair, base="1", entry="consolidated"),
        record("1a", "Korea Mexico amended", pair, base="1", entry="consolidated"),
        record("3", "Korea Norway", {KOR: OTHER, NOR: OTHER}, entry="negotiation"),
    )
    found = {row["id"]: (row["kind"], row["provisions"]) for row in facts.nodes["TradeAgreement"]}
    assert found == {
        "agreement:korea-mexico": (None, ()),
        "agreement:korea-mexico-services": ("SERVICES", ("SERVICES",)),
        "agreement:korea-mexico-amended": (None, ()),
    }


def test_a_curated_agreement_gets_names_and_content_only(tmp_path: Path) -> None:
    facts = load(tmp_path, record("848", "Canada EC (CETA)", {DEU: EU, FRA: EU, 124: OTHER}, year=2016, force=2017))
    row = only(facts)
    assert row["id"] == "agreement:eu-canada-ceta"
    assert (row["kind"], row["signed"], row["in_force"]) == (None, None, None)
    assert "PARTY_TO" not in facts.links


def test_content_by_depth_labour_and_environment(tmp_path: Path) -> None:
    labour = "Number,Name,LP_depth_6values,depth_index\n1,Korea Mexico,2,7\n2,Korea Norway,1,6\n3,Some Other,5,7\n"
    trend = (
        '"Trade.Agreement";"Year";"X1.01.Preamble";"X6.01.Education";"X8.09.01.Services.on.health";"X8.10.SPS"\n'
        '"1_Korea_Mexico_2000";2000;1;0;0;0\n"2_Korea Norway_2000";2000;1;1;1;1\n"3_Other Treaty_1999";1999;1;1;1;1\n'
    )
    facts = load(
        tmp_path,
        record("1", "Korea Mexico", {KOR: OTHER, MEX: OTHER}),
        record("2", "Korea Norway", {KOR: OTHER, NOR: OTHER}),
        record("3", "Finland Norway", {FIN: OTHER, NOR: OTHER}),
        labour=labour,
        trend=trend,
    )
    found = {row["name"]: (row["depth"], row["provisions"], row["sources"]) for row in facts.nodes["TradeAgreement"]}
    assert found == {
        "Korea Mexico": (
            7,
            ("COMPETITION", "INVESTMENT", "IPR", "LABOUR", "PROCUREMENT", "SERVICES"),
            ("source:desta", "source:labpta"),
        ),
        "Korea Norway": (
            6,
            ("ENVIRONMENT", "HEALTH_MEASURES", "SERVICES"),
            ("source:desta", "source:labpta", "source:trend"),
        ),
        "Finland Norway": (None, (), ("source:desta",)),
    }


def test_ids_are_short_and_treaties_of_one_name_carry_their_year() -> None:
    rows = [
        ("1", "Caribbean Community (CARICOM) Cuba", 2000),
        ("2", "China Pakistan", 2003),
        ("3", "China Pakistan", 2006),
        ("4", "Brazil Cuba", 1989),
        ("5", "Brazil Cuba", 1989),
    ]
    assert list(agreement_ids(rows).values()) == [
        "agreement:caricom-cuba",
        "agreement:china-pakistan-2003",
        "agreement:china-pakistan-2006",
        "agreement:brazil-cuba-1989-4",
        "agreement:brazil-cuba-1989-5",
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Belarus Russia CU", "CUSTOMS_UNION"),
        ("D8 PTA", "PARTIAL_SCOPE"),
        ("MERCOSUR services", "SERVICES"),
        ("EC Singapore Investment Protection Agreement", "INVESTMENT"),
        ("Korea Mexico", None),
    ],
)
def test_the_kind_is_what_the_name_says(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_member_without_a_code_of_today_is_left_out_and_told(tmp_path: Path) -> None:
    raw = desta.get(write(tmp_path, record("1", "Korea Yugoslavia", {KOR: OTHER, YUG: OTHER})))
    assert raw.unplaced == {"891": ("1",)}
    assert bound(desta.transform(raw), "agreement:korea-yugoslavia") == {"kor": (2001, None, None)}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: t.replace('"2001"', '"soon"'), r"DESTA.csv:2:entryforceyear: 'soon'"),
        (lambda t: t.replace('"base_treaty"', '"treaty"'), r"DESTA.csv:2:entry_type: 'treaty' is not one of"),
        (lambda t: t.replace("entryforceyear", "year2"), "no column 'entryforceyear'"),
        (lambda t: t.split("\n")[0], r"DESTA\.csv has no rows"),
        (lambda t: t + '\n"2";"2"', r"DESTA.csv:3: not as many cells"),
        (lambda t: t + '\n"2', r"DESTA\.csv:3 cannot be read: unexpected end"),
    ],
)
def test_a_bad_file_is_named_with_its_row(tmp_path: Path, spoil: Any, message: str) -> None:
    folder = write(tmp_path, record("1", "Korea Mexico", {KOR: OTHER, MEX: OTHER}))
    file = folder / "DESTA.csv"
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        desta.get(folder)


def test_latin_1_bytes_and_a_missing_file_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, record("1", "Korea Mexico", {KOR: OTHER, MEX: OTHER}))
    (folder / "LABPTA.csv").write_bytes("Number,Name,LP_depth_6values,depth_index\n1,Lomé,1,1\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"LABPTA\.csv cannot be read: it is not UTF-8"):
        desta.get(folder)
    (folder / "LABPTA.csv").unlink()
    with pytest.raises(BadInput, match=r"LABPTA\.csv cannot be read: .*No such file.*Give the folder"):
        desta.get(folder)
