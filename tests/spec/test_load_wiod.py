"""The input-output table: sectors, flows, the part that rule R1 reads, and how broken files are refused."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import wiod
from kb.meta import props
from kb.ontology import LINKS, NODES

NODES_FILE = "node,gross_output_musd,final_demand_musd\n"
SECTORS = "CHN.c14,2000,1\nCHN.c28,500,1\nCHN.c35,0,0\nROM.c14,7,1\nROM.c28,4,1\nRoW.c28,90,1\n"
FLOWS = """supplier,user,musd
CHN.c28,CHN.c14,36
CHN.c28,ROM.c14,2
CHN.c35,CHN.c14,0
CHN.c14,CHN.c14,800
ROM.c28,ROM.c14,5
RoW.c28,CHN.c14,9
"""
INDUSTRIES = "code,nace,name\nc14,30t33,Electrical and optical equipment\nc28,J,Financial intermediation\nc35,P,Homes\n"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with a table of three countries' sectors."""
    (tmp_path / "wiod2011_nodes.csv").write_text(NODES_FILE + SECTORS, encoding="utf-8")
    (tmp_path / "wiod_industries.csv").write_text(INDUSTRIES, encoding="utf-8")
    (tmp_path / "wiod2011_edges.csv.gz").write_bytes(gzip.compress(FLOWS.encode()))
    return tmp_path


@pytest.fixture(scope="module")
def real() -> wiod.Table:
    """The whole table, where the data are."""
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "wiod").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no wiod; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return wiod.get(root / "wiod")


def test_sectors(drawn: Path) -> None:
    facts = wiod.transform(wiod.get(drawn))
    assert [
        (row["id"], row["name"], row["industry"], row["output_usd"], row["year"]) for row in facts.nodes["Sector"]
    ] == [
        ("sector:chn-c14", "China: Electrical and optical equipment", "c14", 2e9, 2011),
        ("sector:chn-c28", "China: Financial intermediation", "c28", 5e8, 2011),
        ("sector:chn-c35", "China: Homes", "c35", 0.0, 2011),
        ("sector:rou-c14", "Romania: Electrical and optical equipment", "c14", 7e6, 2011),
        ("sector:rou-c28", "Romania: Financial intermediation", "c28", 4e6, 2011),
        ("sector:row-c28", "Rest of the world: Financial intermediation", "c28", 9e7, 2011),
    ]
    located = {row["from"]: row["to"] for row in facts.links["LOCATED_IN"]}
    assert located["sector:rou-c14"] == "country:rou"
    assert "sector:row-c28" not in located


def test_flows(drawn: Path) -> None:
    facts = wiod.transform(wiod.get(drawn))
    assert [(row["from"], row["to"], row["value_usd"], row["seller_share"]) for row in facts.links["SUPPLIES"]] == [
        ("sector:chn-c28", "sector:chn-c14", 36e6, 36 / 500),
        ("sector:chn-c28", "sector:rou-c14", 2e6, 2 / 500),
        ("sector:chn-c35", "sector:chn-c14", 0.0, None),  # no output: no share, and no division by it
        ("sector:chn-c14", "sector:chn-c14", 8e8, 0.4),
        ("sector:rou-c28", "sector:rou-c14", 5e6, None),  # roundings: sells more than it makes
        ("sector:row-c28", "sector:chn-c14", 9e6, 0.1),
    ]
    assert {(r["year"], r["basis"], r["sources"]) for r in facts.links["SUPPLIES"]} == {
        (2011, "OBSERVED", ("source:wiod-2013",))
    }


def test_only_what_hubs_buy_of_services_at_home(drawn: Path) -> None:
    facts = wiod.transform(wiod.get(drawn), ["chn", "VNM"])
    assert [row["id"] for row in facts.nodes["Sector"]] == ["sector:chn-c14", "sector:chn-c28"]
    assert [(row["from"], row["to"]) for row in facts.links["SUPPLIES"]] == [("sector:chn-c28", "sector:chn-c14")]


def test_parts_come_with_the_sectors_first(drawn: Path) -> None:
    parts = list(wiod.chunks(wiod.get(drawn), size=4))
    assert [(list(part.nodes), len(part.links.get("SUPPLIES", ()))) for part in parts] == [
        (["Source", "Sector"], 0),
        ([], 4),
        ([], 2),
    ]


def test_the_whole_table(real: wiod.Table) -> None:
    first, *others = wiod.chunks(real, size=50_000)
    assert len(first.nodes["Sector"]) == 1435
    assert len(first.links["LOCATED_IN"]) == 1400
    assert sum(row["output_usd"] == 0 for row in first.nodes["Sector"]) == 22
    assert sum(len(part.links["SUPPLIES"]) for part in others) == 413_525


def test_what_chinas_electronics_buys_of_finance(real: wiod.Table) -> None:
    facts = wiod.transform(real, ["CHN"])
    assert len(facts.nodes["Sector"]) == 8
    (flow,) = [row for row in facts.links["SUPPLIES"] if row["from"] == "sector:chn-c28"]
    assert flow["seller_share"] == pytest.approx(36480 / 539507)
    for label, rows in facts.nodes.items():
        assert {name for row in rows for name in row} <= {prop.name for prop in props(NODES[label])} | {"id"}
        assert all(re.fullmatch(rf"{NODES[label].prefix}:[a-z0-9-]+", row["id"]) for row in rows)
    for kind, rows in facts.links.items():
        assert {name for row in rows for name in row} <= {prop.name for prop in props(LINKS[kind])} | {"from", "to"}


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("wiod2011_nodes.csv", NODES_FILE + "CHN.c14,much,1\n", r"nodes.csv:2:gross_output_musd: 'much' is no amount"),
        ("wiod2011_nodes.csv", NODES_FILE + "CHN.c14,nan,1\n", "'nan' is no amount"),
        ("wiod2011_nodes.csv", NODES_FILE + SECTORS + "XYZ.c14,1,1\n", r":8:node: 'XYZ.c14' is no country.industry"),
        ("wiod2011_nodes.csv", NODES_FILE + "CHN.c99,1,1\n", "'CHN.c99'"),
        ("wiod2011_nodes.csv", "node\nCHN.c14\n", "no column 'gross_output_musd'"),
        ("wiod_industries.csv", "code,name\n", "no rows"),
        ("wiod2011_edges.csv.gz", FLOWS.replace("supplier", "from"), "the columns are not"),
        ("wiod2011_edges.csv.gz", FLOWS + "CHN.c28,USA.c14,1\n", r":8: \['CHN.c28', 'USA.c14', '1'\] names no two"),
        ("wiod2011_edges.csv.gz", FLOWS + "CHN.c28\n", "names no two sectors"),
        ("wiod2011_edges.csv.gz", FLOWS + "CHN.c28,CHN.c14,-1\n", r":8:musd: '-1' is no amount"),
    ],
)
def test_broken_files_are_refused(drawn: Path, file: str, text: str, said: str) -> None:
    (drawn / file).write_bytes(gzip.compress(text.encode()) if file.endswith(".gz") else text.encode())
    with pytest.raises(BadInput, match=said) as refused:
        wiod.get(drawn)
    assert refused.value.hint


def test_cut_off_and_missing_files_are_refused(drawn: Path) -> None:
    file = drawn / "wiod2011_edges.csv.gz"
    file.write_bytes(file.read_bytes()[:-12])
    with pytest.raises(BadInput, match="cannot be read"):
        wiod.get(drawn)
    file.write_bytes(b"supplier,user,musd\n")
    with pytest.raises(BadInput, match="cannot be read"):
        wiod.get(drawn)
    file.unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        wiod.get(drawn)
