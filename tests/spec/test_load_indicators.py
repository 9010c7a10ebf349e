"""Country scores: small tables in, literal scores out; broken tables refused; and the real ones, counted."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import cpi, factbook_indicators, oxcgrt, stability
from kb.load.factbook import Page
from kb.load.facts import Facts
from kb.validate import check


def scores(facts: Facts) -> dict[str, tuple[float, int]]:
    return {row["from"]: (row["value"], row["year"]) for row in facts.links["SCORES"]}


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding=encoding)
    return file


def corruption(tmp_path: Path, *rows: str) -> Facts:
    text = "\n".join(("country,2016,2017", *rows))
    return cpi.transform(cpi.get(write(tmp_path, text, "cp1252")))


def test_corruption_is_one_score_a_country_whatever_its_spellings(tmp_path: Path) -> None:
    facts = corruption(
        tmp_path, "Viet Nam,3.3,0.0", "Vietnam,0.0,3.5", "Côte d\u00b4Ivoire,1.0,0.0", "Côte d\u2019Ivoire,3.4,3.6",
        "Namibia,5.2,5.1", "Nauru,4.0,0.0", "Kosovo,3.6,3.9", "Unit.Kingd.,8.1,8.2",
    )  # fmt: skip
    assert scores(facts) == {
        "country:civ": (3.6, 2017), "country:gbr": (8.2, 2017), "country:nam": (5.1, 2017), "country:vnm": (3.5, 2017),
    }  # fmt: skip
    link = facts.links["SCORES"][0]
    assert (link["since"], link["basis"], link["rule"], link["to"]) == (
        date(2017, 1, 1), "OBSERVED", None, "indicator:corruption-perceptions",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["Vietnam,0,3.5", "Viet Nam,0,3.6"], "has two scores"),
        (["Atlantis,0,0"], "'Atlantis' is no known country"),
        (["Vietnam,0,11"], "table.csv:2: the score of 2017 is '11'"),
        (["Vietnam,0,nan"], "the score of 2017 is 'nan'"),
        (["Vietnam,0,"], "the score of 2017 is ''"),
        (["Vietnam,0"], "table.csv:2: not as many cells as the header"),
    ],
)
def test_a_broken_table_of_corruption_is_refused(tmp_path: Path, rows: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=re.escape(told)) as caught:
        corruption(tmp_path, *rows)
    assert caught.value.hint


def test_governance_is_of_2022_and_of_countries_with_a_code(tmp_path: Path) -> None:
    text = 'Country/Territory,2022\n"Korea, Dem. Rep.",0.21\nKosovo,0.4\nViet Nam,0.43274\n'
    facts = stability.transform(stability.get(write(tmp_path, text)))
    assert scores(facts) == {"country:prk": (0.21, 2022), "country:vnm": (0.4327, 2022)}
    assert {row["since"] for row in facts.links["SCORES"]} == {date(2022, 1, 1)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Country/Territory,2022\nVietnam,1.2\n", "the mean of 2022 is '1.2'"),
        ("Country/Territory,2022\nVietnam,\n", "the mean of 2022 is ''"),
        ("Country/Territory,2022\nVietnam,0.1\nViet Nam,0.1\n", "Viet Nam stands twice"),
        ("Country/Territory,2022\nAtlantis,0.1\n", "'Atlantis' is no known country"),
        ("Country/Territory,2021\nVietnam,0.1\n", "no column '2022'"),
        ("Country/Territory,2022\n", "has no rows"),
    ],
)
def test_a_broken_table_of_governance_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=re.escape(told)):
        stability.transform(stability.get(write(tmp_path, text)))


def days(**cells: list[str]) -> str:
    """The tracker's table with all days of 2019-12-31 to 2023-01-01; a row repeats its cells over them."""
    span = [oxcgrt.FIRST_DAY + timedelta(days=n) for n in range(-1, 1097)]
    lines = [",".join(("CountryCode", "Jurisdiction", *(f"{day:%d%b%Y}" for day in span)))]
    for name, values in cells.items():
        code, jurisdiction = name.split("_", 1)
        lines.append(",".join((code, jurisdiction, *(values[n % len(values)] for n in range(len(span))))))
    return "\n".join(lines)


def test_containment_is_the_mean_over_the_days_of_whole_countries(tmp_path: Path) -> None:
    text = days(
        VNM_NAT_TOTAL=["20", "40"], USA_NAT_TOTAL=["", "50", "60"], RKS_NAT_TOTAL=["9"], USA_STATE_TOTAL=["99"],
        FRA_NAT_TOTAL=["", "", "30"],
    )  # fmt: skip
    facts = oxcgrt.transform(oxcgrt.get(write(tmp_path, text)))
    assert scores(facts) == {"country:usa": (54.99, 2022), "country:vnm": (30.0, 2022)}
    assert {(row["basis"], row["rule"], row["since"]) for row in facts.links["SCORES"]} == {
        ("INFERRED", oxcgrt.RULE, date(2022, 1, 1))
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (days(VNM_NAT_TOTAL=["101"]), "is '101'"),
        (days(VNM_NAT_TOTAL=["x"]), "table.csv:2:01Jan2020 is 'x'"),
        (days(XYZ_NAT_TOTAL=["1"]), "'XYZ' is no code"),
        (days(VNM_NAT_TOTAL=["1"]) + "\n" + days(VNM_NAT_TOTAL=["1"]).split("\n")[1], "VNM stands twice"),
        ("CountryCode,Jurisdiction,01Jan2020\nVNM,NAT_TOTAL,1\n", "no column '31Dec2022'"),
    ],
)
def test_a_broken_table_of_days_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=re.escape(told)):
        oxcgrt.transform(oxcgrt.get(write(tmp_path, text)))


def page(exports: str = "", imports: str = "", courts: str = "") -> dict[str, Any]:
    ways = {"exports of goods and services": {"text": exports}, "imports of goods and services": {"text": imports}}
    return {
        "Economy": {"GDP - composition, by end use": ways},
        "Government": {"International law organization participation": {"text": courts}},
    }


def test_trade_and_courts_are_read_from_the_pages(tmp_path: Path) -> None:
    (tmp_path / "asia").mkdir()
    for gec, content in {
        "vm": page("86.5% (2023 est.)", "-78.4% (2022 est.)", "accepts ICCt jurisdiction; no ICJ declaration"),
        "us": page("10.9% (2024 est.)"),
        "uv": page(courts="accepts compulsory ICJ jurisdiction with reservations; withdrew from the ICCt in 2019"),
    }.items():
        (tmp_path / "asia" / f"{gec}.json").write_text(json.dumps(content), encoding="utf-8")
    facts = factbook_indicators.transform(factbook_indicators.get(tmp_path))
    assert [(row["from"], row["to"], row["value"], row["year"], row["rule"]) for row in facts.links["SCORES"]] == [
        ("country:vnm", "indicator:trade-share", 164.9, 2022, "exports-plus-imports"),
        ("country:bfa", "indicator:courts-accepted", 1.0, 2025, "courts-accepted"),
        ("country:vnm", "indicator:courts-accepted", 1.0, 2025, "courts-accepted"),
    ]


@pytest.mark.parametrize(
    ("courts", "count"),
    [
        ("accepts compulsory ICJ jurisdiction; accepts ICC jurisdiction", 2),
        ("has not submitted an ICJ jurisdiction declaration; non-party state to the ICCt", 0),
        ("withdrew acceptance of compulsory ICJ jurisdiction in 2005; formerly accepted ICCt jurisdiction", 0),
        ("", None),
    ],
)
def test_courts_count_where_they_are_accepted_today(courts: str, count: int | None) -> None:
    assert factbook_indicators.courts_accepted(Page("VM", page(courts=courts))) == count


def test_an_entry_on_other_courts_is_refused() -> None:
    with pytest.raises(BadInput, match=r"vm\.json: Government / International law organization participation"):
        factbook_indicators.courts_accepted(Page("VM", page(courts="accepts the ICJ")))


@pytest.fixture(scope="module")
def real() -> list[Facts]:
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "cpi").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no cpi; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    made: list[Callable[[], Facts]] = [
        lambda: cpi.transform(cpi.get(root / "cpi" / "cpi.csv")),
        lambda: stability.transform(
            stability.get(root / "stability" / "worldbank_governence_indicator_2022_normalised.csv")
        ),
        lambda: oxcgrt.transform(oxcgrt.get(root / "oxcgrt" / "OxCGRT_timeseries_ContainmentHealthIndex_v1.csv")),
        lambda: factbook_indicators.transform(factbook_indicators.get(root / "factbook")),
    ]
    return [make() for make in made]


def test_each_dimension_of_trust_has_an_indicator(real: list[Facts]) -> None:
    dimension = {row["id"]: row["dimension"] for facts in real for row in facts.nodes["Indicator"]}
    counts = Counter(dimension[row["to"]] for facts in real for row in facts.links["SCORES"])
    assert counts == {"TRUST": 179, "SECURITY": 212, "QUARANTINE": 184, "OPENNESS": 185, "VALUES": 196}
    vietnam = {
        row["to"]: row["value"] for facts in real for row in facts.links["SCORES"] if row["from"] == "country:vnm"
    }
    assert vietnam == {
        "indicator:corruption-perceptions": 3.5, "indicator:governance-stability": 0.4327,
        "indicator:containment-health": 57.8, "indicator:trade-share": 164.9, "indicator:courts-accepted": 0.0,
    }  # fmt: skip


def test_all_scores_are_well_formed(real: list[Facts]) -> None:
    for facts in real:
        stated = [(name, row) for name, rows in (facts.nodes | facts.links).items() for row in rows]
        assert [fault for name, row in stated for fault in check(name, row)[1]] == []
        keys = [(row["from"], row["to"], row["year"]) for row in facts.links["SCORES"]]
        assert len(keys) == len(set(keys))
        sources = {row["id"] for row in facts.nodes["Source"]}
        assert {source for row in facts.links["SCORES"] for source in row["sources"]} <= sources
