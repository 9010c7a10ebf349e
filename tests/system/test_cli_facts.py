"""Facts in and out by the command line: CSV with and without faults, round trip, starter pack, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.load.csv_form import write
from kb.settings import Settings
from tests.drawn import drawn
from tests.house import HUB, Service, good, run
from tests.system.conftest import FACTS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose Neo4j is kept running, so that not every command starts it."""
    settings = Settings(home=tmp_path_factory.mktemp("facts") / "home")
    with open_engine(settings, progress=False, internals=Internals(train_after=None)):
        yield settings.home


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counts(said: str) -> dict[str, int]:
    """What a load says, by label and link type."""
    return {name: int(number.replace(",", "")) for number, name in re.findall(r"^ *([\d,]+)  (\w+)$", said, re.M)}


def broken(folder: Path) -> Path:
    """The facts, with a link to nowhere and a share above one."""
    write(folder, drawn(FACTS))
    for file, old, new in (
        ("links/PRESENT_IN.csv", "country:vnm", "country:atlantis"),
        ("links/SERVES.csv", "0.25", "1.25"),
    ):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_folder_with_faults_is_refused_whole(home: Path, aside: Path, tmp_path: Path) -> None:
    ran = run("load", "csv", broken(tmp_path / "in"), cwd=aside, KB_HOME=home)
    assert (ran.code, ran.out) == (2, "")
    assert "links/PRESENT_IN.csv:2:to" in ran.err
    assert "links/SERVES.csv" in ran.err
    assert "1.25" in ran.err
    assert "Nothing was written" in ran.err
    assert "--skip-bad" in ran.err
    out = tmp_path / "out"
    good("export", "csv", out, cwd=aside, KB_HOME=home)
    assert files(out) == {}, "not a row of it"


def test_a_folder_without_rows_has_nothing_to_load(home: Path, aside: Path, tmp_path: Path) -> None:
    (tmp_path / "nodes").mkdir()
    (tmp_path / "nodes" / "Country.csv").write_text("id,name,iso3\n", encoding="utf-8")
    assert "nothing to load" in good("load", "csv", tmp_path, cwd=aside, KB_HOME=home)


def test_out_comes_what_went_in(home: Path, aside: Path, facts: Path, tmp_path: Path) -> None:
    said = good("load", "csv", facts, cwd=aside, KB_HOME=home)
    assert counts(said)["SERVES"] == 3
    assert counts(said)["ProductionHub"] == 1
    assert len(re.findall("^Now run `kb derive`", said, re.M)) == 1, "it brought links that rules read"
    first = tmp_path / "first"
    good("export", "csv", first, cwd=aside, KB_HOME=home)
    assert files(first) == files(facts)
    good("load", "csv", first, cwd=aside, KB_HOME=home)
    good("export", "csv", tmp_path / "second", cwd=aside, KB_HOME=home)
    assert files(tmp_path / "second") == files(first)
    good("export", "csv", first, cwd=aside, KB_HOME=home)
    assert files(first) == files(facts), "an older export is replaced"


def test_an_export_overwrites_nothing_of_another_kind(home: Path, aside: Path, tmp_path: Path) -> None:
    notes = tmp_path / "nodes" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    ran = run("export", "csv", tmp_path, cwd=aside, KB_HOME=home)
    assert (ran.code, ran.out) == (2, "")
    assert str(notes) in ran.err
    assert files(tmp_path) == {"nodes/notes.txt": b"mine"}


def test_bad_rows_can_be_left_out(home: Path, aside: Path, tmp_path: Path) -> None:
    folder, rejected = broken(tmp_path / "in"), tmp_path / "why"
    ran = run("load", "csv", folder, "--skip-bad", "--rejected", rejected, cwd=aside, KB_HOME=home)
    assert ran.code == 0
    reasons = rejected / "reasons" / "reasons.csv"
    assert re.search(rf"^ *2  rejected rows, in {rejected}; why: {reasons}$", ran.err, re.M)
    assert b"1.25" in reasons.read_bytes()
    assert set(counts(ran.err)) == set(), "what came in is told once"
    assert counts(ran.out)["SERVES"] == 2
    told = files(rejected)
    assert b"country:atlantis" in told["links/PRESENT_IN.csv"]
    assert b"1.25" in told["links/SERVES.csv"]


@pytest.mark.parametrize("words", [("load", "csv"), ("load", "desta"), ("load", "wiod")])
def test_a_folder_that_is_not_there(words: tuple[str, ...], home: Path, aside: Path, tmp_path: Path) -> None:
    ran = run(*words, tmp_path / "none", cwd=aside, KB_HOME=home)
    assert (ran.code, ran.out) == (2, "")
    assert "none" in ran.err


def test_the_starter_pack_says_what_came_in_and_twice_changes_nothing(service: Service, aside: Path) -> None:
    """It is loaded already; so is what rules infer."""
    before, unfinished = service.answer(), service.home / "starter.unfinished"
    unfinished.touch()
    said = counts(good("load", "starter", cwd=aside, KB_HOME=service.home))
    assert not unfinished.exists(), "this completes a load that broke off"
    doctor = good("doctor", cwd=aside, KB_HOME=service.home)
    there = {name: int(n.replace(",", "")) for name, n in re.findall(r"^ok +(\w+): ([\d,]+)$", doctor, re.M)}
    assert said == {name: there[name] for name in said}
    assert said["ProductionHub"] > 200
    assert {"Country", "Organisation", "Source", "PRESENT_IN", "PARTY_TO", "SERVES"} <= set(said)
    assert service.answer() == before


def test_rules_twice_change_nothing(service: Service, aside: Path) -> None:
    before = service.answer()
    said = good("derive", cwd=aside, KB_HOME=service.home)
    assert re.search(r"^ +[\d,]+  SERVES inferred$", said, re.M)
    assert re.search(r"^ +[\d,]+  PART_OF inferred$", said, re.M)
    assert re.findall(r"^ +([\d,]+)  stale ones removed$", said, re.M) == ["0", "0"]
    assert "VNM" in said.partition("No links for hubs in")[2], "a country without a table is named"
    assert service.answer() == before
    assert HUB in before["explore"]
