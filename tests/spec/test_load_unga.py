"""UN votes: pairs in, links in both orders out; broken files refused; and the real file, counted."""

from __future__ import annotations

import gzip
import os
import re
from datetime import date
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import unga
from kb.validate import Reader

HEADER = "iso2_a,iso2_b,votes,agreement\n"
ROWS = HEADER + "CN,VN,900,0.9\nNA,US,800,0.25\nCN,US,850,0.2\nFR,YU,850,0.8\n"


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "pairs.csv.gz"
    file.write_bytes(gzip.compress(text.encode()))
    return file


def test_a_pair_becomes_two_links_that_hold_from_its_last_year(tmp_path: Path) -> None:
    facts = unga.transform(unga.get(write(tmp_path, HEADER + "CN,VN,900,0.9\n")))
    assert facts.links == {
        "ALIGNED_WITH": [
            {
                "from": start, "to": end, "dimension": "UN_VOTES", "score": 0.9, "year": 2020,
                "since": date(2020, 1, 1), "basis": "OBSERVED", "sources": (unga.SOURCE_ID,),
            }
            for start, end in (("government:chn", "government:vnm"), ("government:vnm", "government:chn"))
        ]
    }  # fmt: skip
    assert [row["id"] for row in facts.nodes["Source"]] == [unga.SOURCE_ID]


def test_namibia_is_no_missing_value_and_yugoslavia_s_code_is_serbia_s_seat(tmp_path: Path) -> None:
    pairs = unga.get(write(tmp_path, ROWS))
    assert [(pair.a, pair.b) for pair in pairs] == [("CHN", "VNM"), ("NAM", "USA"), ("CHN", "USA"), ("FRA", "SRB")]


def test_only_pairs_that_touch_a_wanted_country(tmp_path: Path) -> None:
    facts = unga.transform(unga.get(write(tmp_path, ROWS)), touching={"CHN"})
    assert [(row["from"], row["to"]) for row in facts.links["ALIGNED_WITH"]] == [
        ("government:chn", "government:vnm"),
        ("government:vnm", "government:chn"),
        ("government:chn", "government:usa"),
        ("government:usa", "government:chn"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("CN,XX,900,0.9", "'CN', 'XX' are not two ISO 3166-1"),
        ("CN,CN,900,0.9", "'CN', 'CN' are not two ISO 3166-1"),
        ("CN,VN,900,1.1", "agreement 1.1 of 900 votes"),
        ("CN,VN,900,nan", "agreement nan of 900 votes"),
        ("CN,VN,0,0.5", "agreement 0.5 of 0 votes"),
        ("CN,VN,many,0.5", "votes or agreement is no number"),
        ("CN,VN", "not as many cells as the header"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(BadInput, match=re.escape(f"pairs.csv.gz:2: {told}")) as caught:
        unga.get(write(tmp_path, HEADER + row + "\n"))
    assert caught.value.hint


def test_a_pair_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="The pair VNM, CHN stands twice"):
        unga.transform(unga.get(write(tmp_path, HEADER + "CN,VN,900,0.9\nVN,CN,900,0.9\n")))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(ROWS.encode())[:-12], "cannot be read"),
        (b"no gzip", "cannot be read"),
        (gzip.compress(b"\xe9"), "cannot be read"),
        (gzip.compress(b"iso2_a,iso2_b,votes\nCN,VN,1\n"), "no column 'agreement'"),
        (gzip.compress(HEADER.encode()), "has no rows"),
        (gzip.compress(b""), "no column 'iso2_a'"),
        (gzip.compress((HEADER + "x" * 200_000).encode()), "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "pairs.csv.gz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(told)):
        unga.get(file)


def test_all_members_vote_with_all_others() -> None:
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    file = root / "unga" / "unga_agreement_2010on.csv.gz"
    if not file.is_file():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no unga; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    pairs = unga.get(file)
    rows = unga.transform(pairs).links["ALIGNED_WITH"]
    assert (len(pairs), len(rows), len({row["from"] for row in rows})) == (18528, 37056, 193)
    assert {(row["to"], row["from"], row["score"]) for row in rows} == {
        (row["from"], row["to"], row["score"]) for row in rows
    }
    reader = Reader("ALIGNED_WITH")
    assert [fault for row in rows for fault in reader.value(row)[1]] == []
    andorra = {row["to"]: row["score"] for row in rows if row["from"] == "government:and"}
    assert (len(andorra), andorra["government:are"]) == (192, 0.7182)
