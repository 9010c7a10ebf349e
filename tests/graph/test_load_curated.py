"""The facts that were read by hand come in whole, and go out as they came."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.db import Database
from kb.load.facts import Facts
from kb.load.run import export_folder, load_facts, load_folder, read
from kb.load.staging import references


@pytest.fixture(scope="module")
def curated(shared_data: Path) -> Path:
    return shared_data / "curated"


def taken_as_given(facts: Facts) -> Facts:
    """The nodes that other sources bring: countries, governments, sectors, and hubs of supplier lists."""
    rows = [(name, row) for part in (facts.nodes, facts.links) for name, found in part.items() for row in found]
    known = {row["id"] for name, row in rows if name in facts.nodes}
    given = Facts()
    for identifier in sorted({found for name, row in rows for _, found in references(name, row)} - known):
        prefix, _, slug = identifier.partition(":")
        match prefix:
            case "country":
                given.node("Country", id=identifier, name=slug, iso3=slug.upper())
            case "government":
                given.node("Government", id=identifier, name=slug, kind="NATIONAL")
            case "sector":
                given.node("Sector", id=identifier, name=slug)
            case "hub" if slug.endswith("-electronics"):
                given.node("ProductionHub", id=identifier, name=slug)
            case _:
                pytest.fail(f"{identifier} is in no file")
    return given


def test_the_curated_folder_comes_in_whole(base: Database, curated: Path, tmp_path: Path) -> None:
    facts = read(curated)
    load_facts(base, taken_as_given(facts), progress=False)
    loaded = load_folder(base, curated, progress=False)
    assert loaded.nodes == {label: len(rows) for label, rows in facts.nodes.items()}
    assert loaded.links == base.counts()[1] == {kind: len(rows) for kind, rows in facts.links.items()}
    export_folder(base, tmp_path / "out", progress=False)
    exported = read(tmp_path / "out")
    for kind, rows in facts.links.items():
        assert sorted(map(repr, map(sorted_row, rows))) == sorted(map(repr, map(sorted_row, exported.links[kind])))


def sorted_row(row: dict[str, object]) -> list[tuple[str, object]]:
    return sorted(row.items())
