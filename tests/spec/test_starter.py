"""The starter knowledge base: what its maker joins, infers and refuses; on the real files, what comes out."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kb.errors import BadFacts
from kb.load import starter
from kb.load.derive_facts import inputs_from_facts
from kb.load.facts import Facts
from kb.load.run import read
from kb.ontology import LINKS, NODES
from kb.rules.colocation import serves

LIST = "source:list"
DAY = date(2018, 1, 1)


def world(*, offers: str = "service:banking") -> list[Facts]:
    """A list with two hubs, a bank with offices in both provinces and at home, and what the industry buys of it."""
    listed, bank = Facts(), Facts()
    listed.node("Source", id=LIST, name="List", title="List", published=DAY, exhaustive=True)
    for iso3 in ("chn", "gbr"):
        listed.node("Country", id=f"country:{iso3}", name=iso3, iso3=iso3.upper())
    for place in ("Henan", "Hubei"):
        hub = f"hub:chn-{place.lower()}"
        listed.node("ProductionHub", id=hub, name=place, province=place, industry="26")
        listed.link("LOCATED_IN", hub, "country:chn", basis="OBSERVED")
        listed.link("OPERATES_IN", "org:maker", hub, basis="OBSERVED", since=DAY, sites=1, sources=(LIST,))
    listed.node("Organisation", id="org:maker", name="Maker")
    for industry, output in (("c28", 1000.0), ("c14", 500.0)):
        sector = f"sector:chn-{industry}"
        listed.node("Sector", id=sector, name=industry, industry=industry, output_usd=output, year=2011)
        listed.link("LOCATED_IN", sector, "country:chn", basis="OBSERVED")
    listed.link("SUPPLIES", "sector:chn-c28", "sector:chn-c14", basis="OBSERVED", value_usd=100.0, year=2011)
    bank.node("Service", id="service:banking", name="Banking", category="FINANCIAL", proximity="IN_COUNTRY")
    bank.node("Organisation", id="org:bank", name="Bank", roles=("FinancialServiceProvider",))
    bank.link("HEADQUARTERED_IN", "org:bank", "country:gbr", basis="OBSERVED")
    bank.link("OFFERS", "org:bank", offers, basis="OBSERVED")
    for place, offices in (("Henan", 3), ("Hubei", 1)):
        bank.link(
            "PRESENT_IN", "org:bank", "country:chn", basis="OBSERVED", province=place, offices=offices, kind="OFFICE"
        )
    return [listed, bank]


def test_sources_are_joined_and_the_hubs_services_follow_from_them() -> None:
    pack = starter.build(world())
    inferred = serves(inputs_from_facts(pack.facts)).links
    assert pack.inferred == len(inferred)
    found = {row["to"]: row for row in inferred}
    assert set(found) == {"hub:chn-henan", "hub:chn-hubei"}
    assert {(row["from"], row["service"], row["basis"], row["rule"]) for row in found.values()} == {
        ("org:bank", "service:banking", "INFERRED", "R1")
    }
    assert 0 < found["hub:chn-hubei"]["seller_share"] < found["hub:chn-henan"]["seller_share"] < 1
    assert pack.without_table == ()


def test_an_end_that_no_source_gives_is_refused_by_name() -> None:
    with pytest.raises(BadFacts, match=r"OFFERS:org:bank -> service:loans:to: 'service:loans': the id of a node"):
        starter.build(world(offers="service:loans"))


def test_a_row_that_breaks_a_rule_of_the_ontology_is_refused_by_name() -> None:
    parts = world()
    parts[1].link("PRESENT_IN", "org:bank", "country:gbr", basis="OBSERVED", offices=-1)
    with pytest.raises(BadFacts, match=r"offices.*-1"):
        starter.build(parts)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [((), "DATA_DIR OUT_DIR"), (("no-such-folder", "out"), "no-such-folder is no folder. Name the folder")],
)
def test_wrong_arguments_are_told(arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert starter.main(arguments) == 2
    assert told in capsys.readouterr().err


def test_a_missing_file_ends_the_run_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert starter.main((str(tmp_path), str(out))) == 2
    assert "curated" in capsys.readouterr().err
    assert not out.exists()


@pytest.fixture(scope="module")
def data() -> Path:
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "curated").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no curated; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return root


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pack")
    assert starter.main((str(data), str(out))) == 0
    return out


@pytest.fixture(scope="module")
def pack(made: Path) -> Facts:
    return read(made)


def test_the_pack_that_is_shipped_is_the_one_that_the_sources_give(made: Path) -> None:
    shipped = Path(starter.__file__).parents[1] / "data" / "starter"
    files = sorted(path.relative_to(made) for path in made.rglob("*.csv"))
    assert files == sorted(path.relative_to(shipped) for path in shipped.rglob("*.csv"))
    assert [str(file) for file in files if (made / file).read_bytes() != (shipped / file).read_bytes()] == []


def test_every_node_and_link_names_its_sources(pack: Facts) -> None:
    bare = [
        row["id"] for label, rows in pack.nodes.items() if label != "Source" for row in rows if "sources" not in row
    ]
    assert bare == []
    assert [(k, r["from"], r["to"]) for k, rows in pack.links.items() for r in rows if "sources" not in r] == []


def test_all_labels_and_the_types_that_the_question_needs_are_there(pack: Facts) -> None:
    assert set(pack.nodes) == set(NODES)
    needed = {"LOCATED_IN", "GOVERNS", "OPERATES_IN", "PART_OF", "OFFERS", "PRESENT_IN", "HEADQUARTERED_IN"}
    assert needed | {"PARTY_TO", "ENACTS", "TARGETS", "MEMBER_OF", "SUPPLIES", "SCORES", "BORDERS"} <= set(pack.links)
    assert set(pack.links) <= set(LINKS)


def test_known_facts_of_the_pack(pack: Facts) -> None:
    homes = {row["from"]: row["to"] for row in pack.links["HEADQUARTERED_IN"] if "until" not in row}
    assert homes["org:hsbc"] == "country:gbr"
    shares = {
        (row["from"], row["to"]): row["seller_share"]
        for row in serves(inputs_from_facts(pack)).links
        if row["service"] == "service:commercial-banking" and row.get("since") == DAY
    }
    assert shares["org:hsbc", "hub:chn-guangdong-electronics"] == pytest.approx(0.018864, abs=5e-7)
    assert shares["org:bank-of-china", "hub:chn-guangdong-electronics"] == pytest.approx(0.031017, abs=5e-7)
    assert not any(hub.startswith("hub:vnm-") for _, hub in shares)


def test_ids_and_links_stand_once(pack: Facts) -> None:
    ids = Counter(row["id"] for rows in pack.nodes.values() for row in rows)
    assert [identifier for identifier, count in ids.items() if count > 1] == []
    for kind, link in LINKS.items():
        rows = pack.links.get(kind, ())
        same = Counter(
            (row["from"], row["to"], row.get("since"), *(row.get(name) for name in link.identity())) for row in rows
        )
        assert [key for key, count in same.items() if count > 1] == []
