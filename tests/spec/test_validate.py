"""What a row may say."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.meta import PropType
from kb.ontology import LINKS, NODES
from kb.validate import Reader, check, columns, refers, unknown_columns
from kb.values import LONGEST, Wrong, from_text, from_value, to_text

COUNTRY = {"id": "country:chn", "name": "China", "iso3": "CHN"}
LINK = {"from": "org:a", "to": "country:chn", "basis": "OBSERVED"}
SERVES = {"from": "org:a", "to": "hub:a", "basis": "OBSERVED", "service": "service:s"}


def from_cells(name: str, row: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    found, faults = Reader(name, tuple(row)).text(tuple(row.values()))
    return found, [f"{fault.column}: {fault.rule}" for fault in faults]


def test_a_row_of_text() -> None:
    row, faults = from_cells("Country", {**COUNTRY, "aliases": "PRC|a\\|b", "gdp_usd": "1.5e13", "landlocked": "false"})
    assert faults == []
    assert row == {**COUNTRY, "aliases": ("PRC", "a|b"), "gdp_usd": 1.5e13, "landlocked": False}


def test_an_empty_cell_is_missing_and_na_is_text() -> None:
    row, faults = from_cells("Country", {**COUNTRY, "iso2": "NA", "region": ""})
    assert faults == []
    assert row["iso2"] == "NA"
    assert "region" not in row


@pytest.mark.parametrize(
    ("name", "change", "column", "rule"),
    [
        ("Country", {"id": ""}, "id", "required"),
        ("Country", {"name": ""}, "name", "required"),
        ("Country", {"iso3": ""}, "iso3", "required"),
        ("Country", {"id": "country:CHN"}, "id", "prefix:slug"),
        ("Country", {"id": "country:chn "}, "id", "prefix:slug"),
        ("Country", {"id": "country:a--b"}, "id", "prefix:slug"),
        ("Country", {"id": "country:"}, "id", "prefix:slug"),
        ("Country", {"id": "china"}, "id", "prefix:slug"),
        ("Country", {"id": "hub:chn"}, "id", "an id of Country"),
        ("Country", {"iso3": "chn"}, "iso3", "matches"),
        ("Country", {"name": "  "}, "name", "not blank"),
        ("Country", {"name": "Chi\tna"}, "name", "control"),
        ("Country", {"name": "Chi\nna"}, "name", "control"),
        ("Country", {"name": "Chi\x00na"}, "name", "control"),
        ("Country", {"name": "Chi\x85na"}, "name", "control"),
        ("Country", {"name": "S\udce3o"}, "name", "UTF-8"),
        ("Country", {"name": "x" * (LONGEST + 1)}, "name", "at most"),
        ("Country", {"latitude": "90.1"}, "latitude", "<= 90"),
        ("Country", {"latitude": "-91"}, "latitude", ">= -90"),
        ("Country", {"latitude": "1,5"}, "latitude", "a number with a dot"),
        ("Country", {"latitude": "NaN"}, "latitude", "a number with a dot"),
        ("Country", {"gdp_usd": "inf"}, "gdp_usd", "a number with a dot"),
        ("Country", {"gdp_usd": "1e999"}, "gdp_usd", "finite"),
        ("Country", {"gdp_usd": "1_000"}, "gdp_usd", "a number with a dot"),
        ("Country", {"gdp_usd": " 1"}, "gdp_usd", "a number with a dot"),
        ("Country", {"gdp_usd": "-1"}, "gdp_usd", ">= 0"),
        ("Country", {"gdp_usd": "NA"}, "gdp_usd", "a number with a dot"),
        ("Country", {"gdp_usd": "\u0661"}, "gdp_usd", "a number with a dot"),
        ("Country", {"population": "1.0"}, "population", "whole number"),
        ("Country", {"population": "9" * 19}, "population", "64 bits"),
        ("Country", {"landlocked": "yes"}, "landlocked", "true or false"),
        ("Country", {"landlocked": "True"}, "landlocked", "true or false"),
        ("Country", {"since": "2018-1-31"}, "since", "YYYY-MM-DD"),
        ("Country", {"since": "2018-02-30"}, "since", "YYYY-MM-DD"),
        ("Country", {"since": "20180130"}, "since", "YYYY-MM-DD"),
        ("Country", {"since": "2018-W01-1"}, "since", "YYYY-MM-DD"),
        ("Country", {"since": "2018-01-01", "until": "2018-01-01"}, "until", "later than since"),
        ("Country", {"aliases": "a||b"}, "aliases", "no empty value"),
        ("Country", {"aliases": "a|"}, "aliases", "no empty value"),
        ("Country", {"aliases": "\\||"}, "aliases", "no empty value"),
        ("Country", {"sources": "source:a|org:b"}, "sources", "an id of Source"),
        ("Organisation", {"id": "org:a", "roles": "Baker"}, "roles", "one of Supplier"),
        ("Government", {"id": "government:a", "kind": ""}, "kind", "required"),
        ("Source", {"id": "source:a", "title": ""}, "title", "required"),
        ("Source", {"id": "source:a", "title": "T", "url": "javascript:alert(1)"}, "url", "matches"),
        ("Service", {"id": "service:s", "category": "financial", "proximity": "REMOTE"}, "category", "one of"),
        ("PRESENT_IN", {"basis": ""}, "basis", "required"),
        ("PRESENT_IN", {"basis": "INFERRED"}, "rule", "required where basis is INFERRED"),
        ("PRESENT_IN", {"basis": "GUESSED"}, "basis", "one of OBSERVED"),
        ("PRESENT_IN", {"from": ""}, "from", "required"),
        ("PRESENT_IN", {"to": ""}, "to", "required"),
        ("PRESENT_IN", {"from": "hub:a"}, "from", "an id of Organisation"),
        ("PRESENT_IN", {"to": "org:b"}, "to", "an id of Country or FinancialCentre"),
        ("PRESENT_IN", {"confidence": "1.01"}, "confidence", "<= 1"),
        ("PRESENT_IN", {"offices": "-1"}, "offices", ">= 0"),
        ("SUPPLIES", {"to": "sector:chn-c14"}, "to", "SUPPLIES joins"),
        ("SERVES", {"to": "hub:a", "service": ""}, "service", "required"),
        ("SERVES", {"to": "hub:a", "service": "good:x"}, "service", "an id of Service"),
        ("SCORES", {"from": "country:chn", "to": "indicator:i", "value": ""}, "value", "required"),
    ],
)  # fmt: skip
def test_faults(name: str, change: dict[str, str], column: str, rule: str) -> None:
    whole = COUNTRY if name == "Country" else {"id": "", "name": "N"} if name in NODES else LINK
    _, faults = from_cells(name, {**whole, **change})
    assert [fault for fault in faults if fault.startswith(f"{column}: ") and rule in fault], faults


def test_every_fault_of_a_row_is_told() -> None:
    _, faults = from_cells("Country", {"id": "x", "name": "", "iso3": "c", "latitude": "a", "since": "b"})
    assert [fault.partition(":")[0] for fault in faults] == ["id", "iso3", "latitude", "since", "name"]


def test_every_fault_says_what_to_do() -> None:
    _, faults = Reader("Country", ("id", "name", "iso3", "latitude")).text(("x", "", "c", "a"))
    assert all(fault.hint for fault in faults)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("gdp_usd", math.nan, "finite"),
        ("gdp_usd", math.inf, "finite"),
        ("gdp_usd", "1", "of type float"),
        ("gdp_usd", True, "of type float"),
        ("population", 1.0, "of type int"),
        ("population", 2**63, "64 bits"),
        ("population", True, "of type int"),
        ("landlocked", 1, "of type bool"),
        ("since", "2018-01-01", "of type date"),
        ("since", datetime(2018, 1, 1), "of type date"),
        ("name", 5, "of type str"),
        ("name", "", "not blank"),
        ("aliases", "a", "a list"),
        ("aliases", (1,), "of type str"),
        ("colour", "red", "a column of the ontology"),
    ],
)
def test_faults_of_values(column: str, value: Any, rule: str) -> None:
    _, faults = check("Country", {**COUNTRY, column: value})
    assert [fault.column for fault in faults] == [column]
    assert rule in faults[0].rule


def test_values_of_python() -> None:
    row, faults = check(
        "Country", {**COUNTRY, "gdp_usd": 5, "aliases": ["a"], "region": None, "since": date(2018, 1, 1)}
    )
    assert faults == []
    assert row == {**COUNTRY, "gdp_usd": 5.0, "aliases": ("a",), "since": date(2018, 1, 1)}
    assert type(row["gdp_usd"]) is float


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (("id", "name", "colour"), "a column of the ontology"),
        (("id", "name", "name"), "stands once"),
        (("name", "id"), "first columns are id"),
        (("id", "Name"), "a column of the ontology"),
    ],
)
def test_headers(header: tuple[str, ...], rule: str) -> None:
    assert any(rule in fault.rule for fault in unknown_columns("Country", header))


def test_a_header_without_end_is_one_fault() -> None:
    header = ("id", *(f"c{number}" for number in range(100_000)))
    (fault,) = unknown_columns("Country", header)
    assert fault[:3] == ("", "100,001 columns", "at most 1,000 columns")
    assert len(unknown_columns("Country", header[:1_000])) == 999
    assert len(unknown_columns("Country", ("id", *["name"] * 999))) == 1


def test_columns_come_from_the_declaration() -> None:
    assert columns("GOVERNS") == ("from", "to", "since", "until", "sources", "basis", "rule", "confidence")
    assert columns("Country")[:2] == ("id", "name")
    assert refers("SERVES") == {"sources": ("Source",), "service": ("Service",)}


KINDS = [kind for name in (*NODES, *LINKS) for kind in Reader(name).kinds.values() if not kind.prop.refers]
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
    lambda t: not t.isspace()
)
LISTED = next(kind for kind in KINDS if kind.name == "aliases")


@given(st.lists(TEXTS, min_size=1))
def test_lists_come_back(values: list[str]) -> None:
    assert from_text(LISTED)(to_text(tuple(values))) == tuple(values)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back(value: float) -> None:
    kind = next(kind for kind in KINDS if kind.name == "equity_usd")
    assert from_text(kind)(to_text(value)) == value


@given(st.dates())
def test_dates_come_back(value: date) -> None:
    kind = next(kind for kind in KINDS if kind.name == "since")
    assert from_text(kind)(to_text(value)) == value


@given(st.sampled_from(KINDS), st.text())
def test_any_text_is_read_or_refused(kind: PropType, text: str) -> None:
    """What is read is a value that the check of values accepts too, and is written as text that reads the same."""
    try:
        value = from_text(kind)(text or "x")
    except Wrong:
        return
    assert from_value(kind)(value) == value
    assert from_text(kind)(to_text(value)) == value
