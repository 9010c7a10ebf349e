"""Cloud regions: every region with its day, places with several regions, and how a broken list is refused."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import clouds
from kb.load.facts import Facts
from kb.meta import props
from kb.ontology import LINKS, NODES


def region(provider: str, iso2: str, city: str, launched: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"provider": provider, "location": {"countryCode": iso2, "city": city}}
    return row if launched is None else {**row, "launchedDate": launched}


def listed() -> dict[str, Any]:
    return {
        "metadata": {"lastUpdated": "2026-01-21"},
        "providers": [
            {"id": "azure", "name": "Microsoft Azure", "website": "https://azure.example"},
            {"id": "linode", "name": "Linode (Akamai)"},
        ],
        "regions": [
            region("azure", "CN", "Beijing", "2018-08-01"),
            region("azure", "CN", "Beijing", "2014-03-01"),
            region("azure", "CN", "Nantong", "2025-01-01"),
            region("azure", "US", "Virginia", "2014-01-01"),
            region("azure", "US", "Virginia"),
            region("linode", "US", "Newark"),
            region("linode", "NA", "Windhoek"),
        ],
    }


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with the list, and the table of known organisations beside it."""
    folder = tmp_path / "cloud_regions"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "regions.json").write_text(json.dumps(listed()), encoding="utf-8")
    (tmp_path / "aids").mkdir()
    same = "source,key,id\ncloud_regions,azure,org:microsoft\nswift_bic,linode,org:wrong\n"
    (tmp_path / "aids" / "org_same_as.csv").write_text(same, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def real() -> tuple[clouds.CloudList, Facts]:
    """The whole list and its facts, where the data are."""
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "cloud_regions").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no cloud_regions; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    raw = clouds.get(root / "cloud_regions")
    return raw, clouds.transform(raw)


def present(facts: Facts) -> list[tuple[Any, ...]]:
    names = ("from", "to", "province", "since", "until", "offices")
    return [tuple(row.get(name) for name in names) for row in facts.links["PRESENT_IN"]]


def test_regions_of_one_place_are_counted_from_opening_to_opening(drawn: Path) -> None:
    facts = clouds.transform(clouds.get(drawn))
    first, second = date(2014, 3, 1), date(2018, 8, 1)
    assert present(facts) == [
        ("org:microsoft", "country:chn", "Beijing", first, second, 1),
        ("org:microsoft", "country:chn", "Beijing", second, None, 2),
        ("org:microsoft", "country:chn", "Jiangsu", date(2025, 1, 1), None, 1),
        ("org:microsoft", "country:usa", "Virginia", date(2014, 1, 1), None, 2),
        ("org:linode", "country:nam", "Windhoek", None, None, 1),
        ("org:linode", "country:usa", "Newark", None, None, 1),
    ]
    assert {(row["kind"], row["basis"]) for row in facts.links["PRESENT_IN"]} == {("CLOUD_REGION", "OBSERVED")}


def test_providers_are_named_as_listed_and_offer_cloud_computing(drawn: Path) -> None:
    facts = clouds.transform(clouds.get(drawn))
    assert [(row["id"], row["name"], row["aliases"], row["website"]) for row in facts.nodes["Organisation"]] == [
        ("org:microsoft", "Microsoft Azure", (), "https://azure.example"),
        ("org:linode", "Linode", ("Linode (Akamai)",), None),
    ]
    assert {row["roles"] for row in facts.nodes["Organisation"]} == {("TechServiceProvider",)}
    assert [(row["from"], row["to"]) for row in facts.links["OFFERS"]] == [
        ("org:microsoft", "service:cloud-computing"),
        ("org:linode", "service:cloud-computing"),
    ]
    assert "HEADQUARTERED_IN" not in facts.links


def test_the_source_is_dated_by_the_list(drawn: Path) -> None:
    (source,) = clouds.transform(clouds.get(drawn)).nodes["Source"]
    assert (source["id"], source["published"], source["licence"]) == (clouds.SOURCE, date(2026, 1, 21), "MIT")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda raw: raw.pop("regions"), ".regions is missing"),
        (lambda raw: raw.update(regions=[]), "regions is empty"),
        (lambda raw: raw.update(regions={}), ".regions is missing or no list"),
        (lambda raw: raw["regions"].append("Beijing"), "regions[7].provider is missing"),
        (lambda raw: raw["regions"][1].update(provider="nimbus"), "regions[1].provider: 'nimbus' is no provider"),
        (lambda raw: raw["regions"][1]["location"].pop("city"), "regions[1].location.city is missing"),
        (lambda raw: raw["regions"][1]["location"].update(city=""), "regions[1].location.city is missing"),
        (lambda raw: raw["regions"][1]["location"].update(countryCode="ZZ"), "countryCode: 'ZZ' is no ISO 3166-1"),
        (lambda raw: raw["regions"][1].update(launchedDate="2014-13-01"), "launchedDate: '2014-13-01' is no day"),
        (lambda raw: raw["regions"][1].update(launchedDate=2014), "launchedDate: 2014 is no day"),
        (lambda raw: raw["providers"][0].pop("name"), "providers[0].name is missing"),
        (lambda raw: raw["providers"][0].update(website=7), "providers[0].website is no text"),
        (lambda raw: raw.pop("metadata"), ".metadata is missing"),
    ],
)
def test_a_broken_list_is_refused(drawn: Path, change: Any, told: str) -> None:
    raw = listed()
    change(raw)
    (drawn / "data" / "regions.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(told)) as caught:
        clouds.get(drawn)
    assert "regions.json" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b'{"regions": [', b"[" * 100_000, '{"a": "\u00e9"}'.encode("latin-1"), None])
def test_a_cut_off_foreign_or_missing_file_is_refused(drawn: Path, content: bytes | None) -> None:
    file = drawn / "data" / "regions.json"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=r"regions\.json cannot be read"):
        clouds.get(drawn)


def test_whole_list_keeps_every_region_and_every_day(real: tuple[clouds.CloudList, Facts]) -> None:
    raw, facts = real
    standing = [row for row in facts.links["PRESENT_IN"] if row["until"] is None]
    assert len(raw.regions) == sum(row["offices"] for row in standing) == 267
    assert len(facts.nodes["Organisation"]) == 14
    assert {(r.provider, r.launched) for r in raw.regions if r.launched and r.provider not in raw.ids} == set()
    opened = {(raw.ids[r.provider], r.launched) for r in raw.regions if r.launched}
    assert opened == {(row["from"], row["since"]) for row in facts.links["PRESENT_IN"] if row["since"]}


def test_whole_list_is_well_formed(real: tuple[clouds.CloudList, Facts]) -> None:
    _, facts = real
    assert [row["id"] for row in facts.nodes["Organisation"] if not re.fullmatch(r"org:[a-z0-9-]+", row["id"])] == []
    for declared, groups in ((NODES, facts.nodes), (LINKS, facts.links)):
        for name, rows in groups.items():
            known = {prop.name for prop in props(declared[name])} | {"from", "to"}
            assert {key for row in rows for key in row} <= known
    stated = Counter((row["from"], row["to"], row["province"], row["since"]) for row in facts.links["PRESENT_IN"])
    assert [key for key, count in stated.items() if count > 1] == []
    assert [row for row in facts.links["PRESENT_IN"] if row["until"] and row["until"] <= row["since"]] == []
