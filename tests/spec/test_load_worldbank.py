"""Provisions by the World Bank: drawn files in, facts out; with DESTA, golden facts of the real files."""

from __future__ import annotations

import gzip
import os
import re
from datetime import date
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import desta, desta_beside, worldbank
from kb.load.facts import Facts, Row
from kb.load.join import join
from kb.meta import props
from kb.ontology.policy import TradeAgreement

COLUMNS = ("exp", "imp", "agreement", *worldbank.PROVISIONS)


def write(folder: Path, *rows: tuple[str, str, str, set[str]], name: str = "pairs.csv") -> Path:
    lines = [",".join(COLUMNS)]
    for exp, imp, agreement, flags in rows:
        cells = ("1.0" if column in flags else "0.0" for column in worldbank.PROVISIONS)
        lines.append(",".join((exp, imp, agreement, *cells)))
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def test_a_provision_counts_where_all_pairs_have_it(tmp_path: Path) -> None:
    pairs = worldbank.get(
        write(
            tmp_path,
            ("IDN", "JPN", "ASEAN - Japan", {"tf_prov_45", "ser_prov_47"}),
            ("VNM", "JPN", "ASEAN - Japan", {"tf_prov_45", "cp_prov_26", "ste_prov_30"}),
            ("VNM", "USA", "", set()),
        )
    )
    [row] = worldbank.transform(pairs).nodes["TradeAgreement"]
    assert row == {
        "id": "agreement:asean-japan",
        "name": "ASEAN - Japan",
        "provisions": ("TRADE_FACILITATION",),
        "sources": ("source:worldbank-dta",),
    }


def test_a_name_that_stands_for_no_agreement_is_left_out_and_told(tmp_path: Path) -> None:
    pairs = worldbank.get(write(tmp_path, ("CMR", "FRA", "EU - Cameroon", {"lm_prov_10"})))
    assert "TradeAgreement" not in worldbank.transform(pairs).nodes
    assert worldbank.left_out(pairs) == ("EU - Cameroon",)


def test_a_bad_flag_and_a_file_cut_off_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, ("IDN", "JPN", "ASEAN - Japan", {"tf_prov_45"}))
    path.write_text(path.read_text().replace("1.0", "2"))
    with pytest.raises(BadInput, match=r"pairs.csv:2:tf_prov_45: '2' is neither 0 nor 1"):
        worldbank.get(path)
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(path.read_bytes())[:40])
    with pytest.raises(BadInput, match=r"cut.csv.gz cannot be read"):
        worldbank.get(cut)


@pytest.fixture(scope="module")
def data() -> Path:
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "desta").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no desta; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return root


@pytest.fixture(scope="module")
def joined(data: Path) -> Facts:
    return join(
        [
            desta.transform(desta.get(data / "desta")),
            worldbank.transform(
                worldbank.get(data / "trade_agreements_2016" / "trade2016_agreements_provisions.csv.gz")
            ),
            desta_beside.confirmed(),
        ]
    )


def agreement(facts: Facts, identifier: str) -> Row:
    [row] = [row for row in facts.nodes["TradeAgreement"] if row["id"] == f"agreement:{identifier}"]
    return row


def parties(facts: Facts, identifier: str, day: date) -> dict[str, str | None]:
    return {
        row["from"].removeprefix("government:"): row.get("side")
        for row in facts.links["PARTY_TO"]
        if row["to"] == f"agreement:{identifier}"
        and row["since"] <= day
        and (row.get("until") is None or row["until"] > day)
    }


def test_real_files_give_well_formed_agreements(joined: Facts) -> None:
    rows = joined.nodes["TradeAgreement"]
    kinds = {prop.name: prop for prop in props(TradeAgreement)}
    assert all(re.fullmatch(r"agreement:[a-z0-9]+(-[a-z0-9]+)*", row["id"]) for row in rows)
    assert all(set(row) <= kinds.keys() for row in rows)
    assert {word for row in rows for word in row.get("provisions", ())} <= {str(w) for w in kinds["provisions"].kind}
    assert {row.get("kind") for row in rows} - {None} <= {str(w) for w in kinds["kind"].kind}
    ids = {row["id"] for row in rows}
    assert {row["to"] for row in joined.links["PARTY_TO"]} <= ids
    assert all(row.get("until") is None or row["since"] < row["until"] for row in joined.links["PARTY_TO"])
    sources = {row["id"] for row in joined.nodes["Source"]}
    assert {s for group in (rows, joined.links["PARTY_TO"]) for row in group for s in row["sources"]} <= sources
    assert len(rows) == 880


def test_real_bilateral_treaty_of_the_european_union(joined: Facts) -> None:
    korea = agreement(joined, "eu-korea")
    assert (korea["in_force"], korea["depth"]) == (date(2011, 1, 1), 6)
    assert {"SERVICES", "INVESTMENT"} <= set(korea["provisions"])
    assert "EU - Korea, Republic of" in korea["aliases"]
    members = parties(joined, "eu-korea", date(2015, 1, 1))
    assert members["kor"] is None
    assert members["deu"] == members["gbr"] == members["hun"] == "1"
    assert "gbr" not in parties(joined, "eu-korea", date(2021, 1, 1))
    assert set(parties(joined, "korea-uk", date(2021, 1, 1))) == {"gbr", "kor"}
    assert parties(joined, "korea-uk", date(2020, 12, 31)) == {}


def test_real_accessions_take_the_side_of_whom_they_join(joined: Facts) -> None:
    andean = parties(joined, "colombia-eu-peru", date(2020, 1, 1))
    assert andean["hrv"] == andean["deu"]
    assert andean["ecu"] == andean["per"] != andean["deu"]
    assert "bgr" not in parties(joined, "algeria-eu-euro-med-association-agreement", date(2006, 12, 31))
    assert "bgr" in parties(joined, "algeria-eu-euro-med-association-agreement", date(2007, 1, 1))
    assert parties(joined, "eea", date(2005, 1, 1))["pol"] == parties(joined, "eea", date(2005, 1, 1))["deu"]
    assert "ven" not in parties(joined, "chile-mercosur", date(2011, 1, 1))
    assert parties(joined, "chile-mercosur", date(2013, 1, 1))["ven"] == "1"


def test_real_withdrawals(joined: Facts) -> None:
    assert "gbr" in parties(joined, "efta", date(1972, 1, 1))
    assert set(parties(joined, "efta", date(2020, 1, 1))) == {"che", "isl", "lie", "nor"}
    assert set(parties(joined, "eu-lisbon", date(2019, 1, 1))) - set(
        parties(joined, "eu-lisbon", date(2021, 1, 1))
    ) == {"gbr"}
    assert "syc" not in parties(joined, "sadc-1996", date(2010, 1, 1))
    assert "syc" in parties(joined, "sadc-1996", date(2016, 1, 1))


def test_wide_frames_do_not_open_services_to_thousands_of_pairs(joined: Facts) -> None:
    for identifier in ("african-economic-community", "gstp"):
        assert not {"SERVICES", "INVESTMENT"} & set(agreement(joined, identifier).get("provisions", ()))
    assert len(parties(joined, "gstp", date(2020, 1, 1))) > 40


def test_what_desta_lacks_was_read_beside_it(joined: Facts) -> None:
    assert parties(joined, "ecfa", date(2010, 9, 12)) == {"chn": None, "twn": None}
    assert parties(joined, "ecfa", date(2010, 9, 11)) == {}
    assert parties(joined, "asean-hong-kong", date(2020, 6, 1)) == {
        "hkg": None,
        **dict.fromkeys(("lao", "mmr", "mys", "phl", "sgp", "tha", "vnm"), "1"),
    }
    assert agreement(joined, "nafta")["until"] == date(2020, 7, 1)
    assert "SERVICES" in agreement(joined, "eu-nice")["provisions"]


def test_every_name_of_the_world_bank_that_is_matched_is_an_agreement_of_desta(data: Path) -> None:
    known = {row["id"] for row in desta.transform(desta.get(data / "desta")).nodes["TradeAgreement"]}
    pairs = worldbank.get(data / "trade_agreements_2016" / "trade2016_agreements_provisions.csv.gz")
    matched = worldbank.transform(pairs).nodes["TradeAgreement"]
    assert {row["id"] for row in matched} <= known
    assert len(matched) == 216
    assert len(worldbank.left_out(pairs)) == 7
    beside = {row["id"] for row in desta_beside.confirmed().nodes["TradeAgreement"]}
    assert beside - known == {"agreement:asean-hong-kong", "agreement:ecfa", "agreement:uk-canada-tca"}
