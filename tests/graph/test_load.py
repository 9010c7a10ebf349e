"""Folders into a knowledge base and out of it again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from kb.db import Database
from kb.errors import BadFacts, BadInput, Unavailable
from kb.load.csv_form import write
from kb.load.facts import Facts
from kb.load.run import Loaded, export_folder, load_facts, load_folder, read

COUNTRIES = "id,name,iso3,sources\ncountry:aaa,A,AAA,source:s\ncountry:bbb,B,BBB,\n"
HUBS = "id,name\nhub:a,A\nhub:b,B\n"
PLACED = "from,to,basis,since,until\nhub:a,country:aaa,OBSERVED,,2001-01-01\nhub:a,country:bbb,OBSERVED,2001-01-01,\n"
SOURCES = "id,name,title\nsource:s,S,S\n"
WHOLE = {
    "nodes/Country.csv": COUNTRIES,
    "nodes/ProductionHub.csv": HUBS,
    "nodes/Source.csv": SOURCES,
    "links/LOCATED_IN.csv": PLACED,
}


def folder(path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="")
    return path


def load(base: Database, path: Path, **options: Any) -> Loaded:
    return load_folder(base, path, progress=False, **options)


def contents(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def export(base: Database, path: Path) -> dict[str, bytes]:
    export_folder(base, path, progress=False)
    return contents(path)


def refused(base: Database, path: Path) -> list[str]:
    before = base.counts()
    with pytest.raises(BadFacts) as caught:
        load(base, path)
    assert base.counts() == before
    return [f"{problem.place} {problem.value} {problem.rule}" for problem in caught.value.problems]


def test_what_came_in(base: Database, tmp_path: Path) -> None:
    loaded = load(base, folder(tmp_path, WHOLE))
    assert loaded == Loaded({"Country": 2, "ProductionHub": 2, "Source": 1}, {"LOCATED_IN": 2})
    assert base.counts() == (loaded.nodes, loaded.links)


def test_the_same_folder_twice_changes_nothing(base: Database, tmp_path: Path) -> None:
    load(base, folder(tmp_path / "in", WHOLE))
    once = export(base, tmp_path / "once")
    load(base, tmp_path / "in")
    assert export(base, tmp_path / "twice") == once


def test_exported_loaded_and_exported_again_is_the_same_to_the_byte(base: Database, tmp_path: Path) -> None:
    facts = Facts()
    facts.node(
        "Country", id="country:aaa", name='A "a", a', iso3="AAA", aliases=("x|y", "z\\", "鴻海", "é"), gdp_usd=1e20
    )
    facts.node("Country", id="country:bbb", name="B", iso3="BBB", landlocked=True, latitude=-0.25, population=7)
    facts.node("Organisation", id="org:b", name="B", roles=("Supplier", "TechServiceProvider"))
    facts.node("Organisation", id="org:a", name="A")
    facts.node("Service", id="service:s", name="S", category="FINANCIAL", proximity="REMOTE")
    facts.node("Sector", id="sector:aaa-c1", name="S")
    for start in ("org:b", "sector:aaa-c1", "org:a"):
        for country in ("BBB", None, "AAA"):
            facts.link(
                "SERVES", start, "org:b", basis="OBSERVED", service="service:s", country=country, seller_share=0.1
            )
    load_facts(base, facts, progress=False)
    first = export(base, tmp_path / "first")
    base.clear()
    load(base, tmp_path / "first")
    assert export(base, tmp_path / "second") == first
    write(tmp_path / "third", read(tmp_path / "first"))
    assert contents(tmp_path / "third") == first
    assert first["links/SERVES.csv"].decode().count("\n") == 10


def test_an_empty_base_is_an_empty_folder(base: Database, tmp_path: Path) -> None:
    assert export(base, tmp_path / "out") == {}
    assert load(base, tmp_path / "out") == Loaded()


def test_ends_may_be_in_the_base_already(base: Database, tmp_path: Path) -> None:
    load(base, folder(tmp_path / "a", {name: text for name, text in WHOLE.items() if name.startswith("nodes")}))
    load(base, folder(tmp_path / "b", {"links/LOCATED_IN.csv": PLACED}))
    assert base.counts()[1] == {"LOCATED_IN": 2}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"links/LOCATED_IN.csv": "from,to,basis\nhub:a,country:zzz,OBSERVED\n"}, "IN.csv:2:to country:zzz a node"),
        ({"links/LOCATED_IN.csv": "from,to,basis\nhub:z,country:aaa,OBSERVED\n"}, "IN.csv:2:from hub:z a node"),
        ({"nodes/Source.csv": "id,name,title\n"}, "nodes/Country.csv:2:sources source:s a node"),
        ({"links/LOCATED_IN.csv": PLACED[:-23]}, "LOCATED_IN.csv:3: 2 columns a row has 5 columns"),
    ],
)  # fmt: skip
def test_one_fault_and_nothing_is_written(base: Database, tmp_path: Path, change: dict[str, str], said: str) -> None:
    found = refused(base, folder(tmp_path, {**WHOLE, **change}))
    assert any(said in problem for problem in found), found


def test_services_and_goods_that_links_name_exist(base: Database, tmp_path: Path) -> None:
    rows = "from,to,basis,service\norg:a,org:a,OBSERVED,service:none\n"
    found = refused(base, folder(tmp_path, {"nodes/Organisation.csv": "id,name\norg:a,A\n", "links/SERVES.csv": rows}))
    assert found == ["links/SERVES.csv:2:service service:none a node of this folder or of the knowledge base"]


def test_a_second_end_beside_the_one_in_the_base(base: Database, tmp_path: Path) -> None:
    load(base, folder(tmp_path / "a", WHOLE))
    row = "from,to,basis,since,until\nhub:a,country:aaa,OBSERVED,2000-06-01,2002-01-01\n"
    found = refused(base, folder(tmp_path / "b", {"links/LOCATED_IN.csv": row}))
    assert found == ["links/LOCATED_IN.csv:2:to  one end at any date"]


def test_a_move_is_no_second_end(base: Database, tmp_path: Path) -> None:
    """The row of the old seat ends it, so that the new one does not overlap with what the base has."""
    load(base, folder(tmp_path / "a", {**WHOLE, "links/LOCATED_IN.csv": "from,to,basis\nhub:a,country:aaa,OBSERVED\n"}))
    load(base, folder(tmp_path / "b", {"links/LOCATED_IN.csv": PLACED}))
    assert base.counts()[1] == {"LOCATED_IN": 2}


def test_a_value_that_another_node_of_the_base_has(base: Database, tmp_path: Path) -> None:
    load(base, folder(tmp_path / "a", WHOLE))
    found = refused(base, folder(tmp_path / "b", {"nodes/Country.csv": "id,name,iso3\ncountry:ccc,C,AAA\n"}))
    assert found == ["nodes/Country.csv:2:iso3 AAA a value that only one node has"]


BAD = {
    "nodes/Country.csv": COUNTRIES
    + "country:ccc,C,c,\ncountry:ddd,D\ncountry:eee,E,EEE,source:none\ncountry:aaa,Z,ZZZ,\n",
    "nodes/ProductionHub.csv": HUBS,
    "nodes/Source.csv": SOURCES + "source:t,T,\nsource:none,N,\n",
    "links/LOCATED_IN.csv": PLACED
    + "hub:b,country:eee,OBSERVED,,\nhub:b,country:aaa,GUESSED,,\nhub:b,country:bbb,OBSERVED,,\n",
}  # fmt: skip


def test_bad_rows_are_skipped_and_kept_with_their_reasons(base: Database, tmp_path: Path) -> None:
    loaded = load(base, folder(tmp_path / "in", BAD), strict=False, rejected=tmp_path / "rejected")
    assert (loaded.nodes, loaded.links) == ({"Country": 2, "ProductionHub": 2, "Source": 1}, {"LOCATED_IN": 3})
    assert base.counts() == (loaded.nodes, loaded.links)
    assert loaded.rejected == 8
    kept = contents(tmp_path / "rejected")
    assert kept["nodes/Country.csv"].decode().splitlines() == [
        "id,name,iso3,sources",
        "country:ccc,C,c,",
        "country:ddd,D",
        "country:eee,E,EEE,source:none",
        "country:aaa,Z,ZZZ,",
    ]
    assert kept["links/LOCATED_IN.csv"].decode().count("\n") == 3
    reasons = list(csv.DictReader(kept["reasons/reasons.csv"].decode().splitlines()))
    assert {row["place"] for row in reasons} == {
        "nodes/Country.csv:4:iso3",
        "nodes/Country.csv:5:",
        "nodes/Country.csv:6:sources",
        "nodes/Country.csv:7:id",
        "nodes/Source.csv:3:title",
        "nodes/Source.csv:4:title",
        "links/LOCATED_IN.csv:4:to",
        "links/LOCATED_IN.csv:5:basis",
    }
    assert all(row["rule"] and row["hint"] for row in reasons)


def test_rejected_rows_come_in_once_they_are_mended(base: Database, tmp_path: Path) -> None:
    load(base, folder(tmp_path, BAD), strict=False)
    rejected = tmp_path / "rejected"
    assert (rejected / "links/LOCATED_IN.csv").is_file()
    mended = {
        "nodes/Country.csv": "id,name,iso3,sources\ncountry:eee,E,EEE,source:none\n",
        "nodes/Source.csv": "id,name,title\nsource:none,N,N\n",
        "links/LOCATED_IN.csv": "from,to,basis,since,until\nhub:a,country:aaa,OBSERVED,,2001-01-01\n",
    }
    assert load(base, folder(rejected, mended)).rejected == 0
    assert base.counts() == ({"Country": 3, "ProductionHub": 2, "Source": 2}, {"LOCATED_IN": 3})


@pytest.mark.parametrize("named", ["in", "in/../in", "in/nodes", "in/links/x", "link", "other", "above"])
def test_rejected_rows_never_take_the_place_of_facts(base: Database, tmp_path: Path, named: str) -> None:
    folder(tmp_path / "in", BAD)
    folder(tmp_path / "other", {"links/LOCATED_IN.csv": PLACED})
    folder(tmp_path / "above/nodes/in", {**BAD, "../../reasons/reasons.csv": "place\n"})
    (tmp_path / "link").symlink_to(tmp_path / "in")
    before = contents(tmp_path)
    source = tmp_path / ("above/nodes/in" if named == "above" else "in")
    with pytest.raises(BadInput, match="would be lost") as caught:
        load(base, source, strict=False, rejected=tmp_path / named)
    assert caught.value.argument == "rejected"
    assert contents(tmp_path) == before
    assert base.is_empty()


def test_rows_rejected_anew_take_the_place_of_those_before(base: Database, tmp_path: Path) -> None:
    for _ in range(2):
        assert load(base, folder(tmp_path, BAD), strict=False).rejected == 8


def test_a_broken_file_is_never_skipped(base: Database, tmp_path: Path) -> None:
    broken = {**WHOLE, "nodes/Country.csv": COUNTRIES + 'country:ccc,"C'}
    with pytest.raises(BadFacts, match="ends with a quote"):
        load(base, folder(tmp_path, broken), strict=False)
    assert base.is_empty()


def test_a_load_that_broke_off_is_completed(base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "in", WHOLE)
    change = Database.change

    def breaks_off(self: Database, text: str, parameters: Any = None) -> Any:
        if "LOCATED_IN" in text:
            raise Unavailable("Neo4j cannot be reached now.")
        return change(self, text, parameters)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "change", breaks_off)
        with pytest.raises(Unavailable):
            load(base, tmp_path / "in")
    assert base.counts() == ({"Country": 2, "ProductionHub": 2, "Source": 1}, {})
    load(base, tmp_path / "in")
    assert base.counts() == ({"Country": 2, "ProductionHub": 2, "Source": 1}, {"LOCATED_IN": 2})


def test_facts_are_checked_like_files(base: Database) -> None:
    facts = Facts()
    facts.node("Country", id="country:aaa", name="A", iso3="AAA", gdp_usd=float("nan"))
    facts.link("BORDERS", "country:aaa", "country:bbb", basis="OBSERVED")
    with pytest.raises(BadFacts) as caught:
        load_facts(base, facts, progress=False)
    assert caught.value.problems[0].place == "nodes/Country:1:gdp_usd"
    assert base.is_empty()


def test_plain_lines_where_there_is_no_terminal(
    base: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_folder(base, folder(tmp_path, WHOLE))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["Checking …", "Writing …"]
