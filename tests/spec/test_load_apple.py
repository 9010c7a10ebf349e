"""Apple's supplier lists: places, firms, periods and counts, and how broken files are refused."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput
from kb.load import apple
from kb.load.apple_places import place
from kb.load.facts import Facts
from kb.meta import props
from kb.ontology import LINKS, NODES

FILE = "apple-supplier-list_apple-supplier-list.csv"
HEADER = "year,supplier_name,country_area,country,supplier_address\n"
LIST = """2018,Alpha Inc.,x,China,No 1 Beijing Road Dongguan Guangdong China
2018,Alpha Inc.,x,China,8 Xili Town Nanshan District ShenzhenGuangdongChina
2018,"Beta
Co., Ltd.",x,China,No 5 Dongfeng West Street Weinan Shanxi China
2018,"Beta
Co., Ltd.",x,Taiwan,No 88 Houke South Road Taichung Taiwan
2018,Gamma,x,Japan,1 Somewhere Unheard Of
2021,Delta,x,Mexico,Chihuahua
2021,Delta,x,Mexico,Sonora
2022,Alpha Incorporated,x,China,Guangdong
2022,Alpha Incorporated,x,China,Jiangsu
2022,Beta Co.,x,Taiwan,Taiwan
2022,Epsilon,x,USA,Puerto Rico
"""
NAMES = """name_as_listed,canonical
Alpha Inc.,alpha
Alpha Incorporated,alpha
"Beta
Co., Ltd.",beta
Beta Co.,beta
"""
SAME = "source,key,id\napple_suppliers,beta,org:beta-group\nswift_bic,alpha,org:alpha-bank\n"
OLD, NEW = "source:apple-supplier-list-2018", "source:apple-supplier-list-2022"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with the lists, and the two tables beside it."""
    folder = tmp_path / "apple_suppliers"
    folder.mkdir()
    (folder / FILE).write_text(HEADER + LIST, encoding="utf-8")
    (tmp_path / "aids").mkdir()
    (tmp_path / "aids" / "apple_supplier_names.csv").write_text(NAMES, encoding="utf-8")
    (tmp_path / "aids" / "org_same_as.csv").write_text(SAME, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lists() -> apple.Lists:
    """The real lists, where the data are."""
    root = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "../shared") / "data"
    if not (root / "apple_suppliers").is_dir():
        if os.environ.get("KB_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{root} has no apple_suppliers; KB_SHARED names the folder that has data/")
        pytest.skip("the data are not here; KB_SHARED names the folder that has them")
    return apple.get(root / "apple_suppliers")


def links(facts: Facts, kind: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in ("from", "to", *names)) for row in facts.links[kind]]


def test_a_firm_in_a_province_is_one_link_from_the_first_list_that_has_it_to_the_next_without(drawn: Path) -> None:
    facts = apple.transform(apple.get(drawn))
    first, second = date(2018, 1, 1), date(2022, 1, 1)
    assert links(facts, "OPERATES_IN", "since", "until", "sources") == [
        ("org:alpha", "hub:chn-guangdong-electronics", first, None, (OLD, NEW)),
        ("org:alpha", "hub:chn-jiangsu-electronics", second, None, (NEW,)),
        ("org:beta-group", "hub:chn-shaanxi-electronics", first, second, (OLD,)),
        ("org:beta-group", "hub:twn-taiwan-electronics", first, None, (OLD, NEW)),
        ("org:epsilon", "hub:pri-puerto-rico-electronics", second, None, (NEW,)),
    ]
    assert {(r["sites"], r["basis"], r["confidence"]) for r in facts.links["OPERATES_IN"]} == {(1, "OBSERVED", 0.7)}


def test_a_firm_that_left_and_came_back_is_two_links(drawn: Path) -> None:
    file = drawn / FILE
    file.write_text(HEADER + LIST + "2021,Beta Co.,x,Taiwan,NA\n2023,Delta,x,Mexico,Sonora\n", encoding="utf-8")
    facts = apple.transform(apple.get(file), years=(2018, 2021, 2022, 2023))
    assert [row for row in links(facts, "OPERATES_IN", "since", "until") if row[0] in ("org:alpha", "org:delta")] == [
        ("org:alpha", "hub:chn-guangdong-electronics", date(2018, 1, 1), date(2021, 1, 1)),
        ("org:alpha", "hub:chn-guangdong-electronics", date(2022, 1, 1), date(2023, 1, 1)),
        ("org:alpha", "hub:chn-jiangsu-electronics", date(2022, 1, 1), date(2023, 1, 1)),
        ("org:delta", "hub:mex-chihuahua-electronics", date(2021, 1, 1), date(2022, 1, 1)),
        ("org:delta", "hub:mex-sonora-electronics", date(2021, 1, 1), date(2022, 1, 1)),
        ("org:delta", "hub:mex-sonora-electronics", date(2023, 1, 1), None),
    ]


def test_hubs(drawn: Path) -> None:
    facts = apple.transform(apple.get(drawn))
    assert [(row["id"], row["name"], row["province"], row["industry"]) for row in facts.nodes["ProductionHub"]] == [
        ("hub:chn-guangdong-electronics", "Guangdong electronics", "Guangdong", "26"),
        ("hub:chn-jiangsu-electronics", "Jiangsu electronics", "Jiangsu", "26"),
        ("hub:chn-shaanxi-electronics", "Shaanxi electronics", "Shaanxi", "26"),
        ("hub:mex-chihuahua-electronics", "Chihuahua electronics", "Chihuahua", "26"),
        ("hub:pri-puerto-rico-electronics", "Puerto Rico electronics", None, "26"),
        ("hub:twn-taiwan-electronics", "Taiwan electronics", None, "26"),
    ]
    assert ("hub:pri-puerto-rico-electronics", "country:pri") in links(facts, "LOCATED_IN")


def test_only_lists_taken_whole_say_that_they_are_and_give_shares(drawn: Path) -> None:
    facts = apple.transform(apple.get(drawn))
    assert [(row["id"][-4:], row["exhaustive"], row["published"]) for row in facts.nodes["Source"]] == [
        ("2018", True, date(2018, 1, 1)),
        ("2022", True, date(2022, 1, 1)),
        ("2021", None, date(2021, 1, 1)),
    ]
    first, second = date(2018, 1, 1), date(2022, 1, 1)
    assert links(facts, "PART_OF", "share", "since", "until") == [
        ("hub:chn-guangdong-electronics", "sector:chn-c14", 1 / 2, first, second),
        ("hub:chn-shaanxi-electronics", "sector:chn-c14", 1 / 2, first, second),
        ("hub:twn-taiwan-electronics", "sector:twn-c14", 1.0, first, second),
        ("hub:chn-guangdong-electronics", "sector:chn-c14", 1 / 2, second, None),
        ("hub:chn-jiangsu-electronics", "sector:chn-c14", 1 / 2, second, None),
        ("hub:twn-taiwan-electronics", "sector:twn-c14", 1.0, second, None),
    ], "the input-output table has no Puerto Rico"
    assert {(r["basis"], r["rule"], r["confidence"]) for r in facts.links["PART_OF"]} == {("ASSUMED", "hub-share", 0.2)}


def test_firms_have_the_newest_name_and_the_others_as_aliases(drawn: Path) -> None:
    facts = apple.transform(apple.get(drawn))
    assert [(row["id"], row["name"], row.get("aliases")) for row in facts.nodes["Organisation"]] == [
        ("org:alpha", "Alpha Incorporated", ("Alpha Inc.",)),
        ("org:beta-group", "Beta Co.", ("Beta Co., Ltd.",)),
        ("org:epsilon", "Epsilon", ()),
        ("org:gamma", "Gamma", ()),
        ("org:apple", "Apple", None),
    ]
    assert links(facts, "SUPPLIES", "since", "until")[0] == ("org:alpha", "org:apple", date(2018, 1, 1), None)
    assert links(facts, "SUPPLIES", "until")[3] == ("org:gamma", "org:apple", date(2022, 1, 1))


def test_what_cannot_be_placed_is_left_out_and_told(drawn: Path) -> None:
    assert [line.name for line in apple.unplaced(apple.get(drawn))] == ["Gamma"]


@pytest.mark.parametrize(
    ("country", "address", "expected"),
    [
        ("China", "No 2 Beijing Middle Road Development Zone Yantai Shandong China", ("CHN", "Shandong")),
        ("China", "No 21 Gucheng Road Suzhou-Suqian Industrial Park Suqian Jiangsu China", ("CHN", "Jiangsu")),
        ("China", "Xin Xi Ave Xi\u2019an Shanxi China", ("CHN", "Shaanxi")),
        ("China", "Inner Mongolia Autonomous Region (IMAR)", ("CHN", "Inner Mongolia")),
        ("China", "2 Dai Shun Street Tai Po Hong Kong", ("HKG", None)),
        ("USA", "301 Washington Street Cannon Falls Minnesota United States", ("USA", "Minnesota")),
        ("USA", "7685 Kiln-DeLisle Road Pass Christian Massachusetts United States", ("USA", "Mississippi")),
        ("USA", "1 Main Street Little Rock Arkansas United States", ("USA", "Arkansas")),
        ("Vietnam", "Lot I2 Saigon Hi-Tech Park District 9 Ho Chi Minh Binh Duong Vietnam", ("VNM", "Ho Chi Minh")),
        ("Thailand", "560 Moo 2 Bang Pa-In Ayutthaya Thailand", ("THA", "Phra Nakhon Si Ayutthaya")),
        ("Czech", "Business Center Chrastany Praha Za\u0301pad Czech Republic", ("CZE", "Central Bohemia")),
        ("Singapore", "1 Tuas Road Singapore", ("SGP", None)),
        ("Japan", "Chubu", None),
        ("Atlantis", "Atlantis", None),
    ],
)
def test_places(country: str, address: str, expected: tuple[str, str | None] | None) -> None:
    assert place(country, address) == expected


def test_ids_and_properties_are_the_ontologys(lists: apple.Lists) -> None:
    facts = apple.transform(lists)
    for label, rows in facts.nodes.items():
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(rf"{NODES[label].prefix}:[a-z0-9-]+", name) for name in ids)
        assert {name for row in rows for name in row} <= {prop.name for prop in props(NODES[label])} | {"id"}
    for kind, rows in facts.links.items():
        known = {prop.name for prop in props(LINKS[kind])} | {"from", "to"}
        assert {name for row in rows for name in row} <= known
        assert all(row["sources"] and (row.get("until") or date.max) > (row.get("since") or date.min) for row in rows)
        keys = [(row["from"], row["to"], row.get("since")) for row in rows]
        assert len(keys) == len(set(keys))


def test_counts_of_the_real_lists(lists: apple.Lists) -> None:
    operations = apple.transform(lists).links["OPERATES_IN"]

    def china(day: date) -> Counter[str]:
        held = [row for row in operations if row["since"] <= day and (row["until"] is None or row["until"] > day)]
        return Counter(row["to"].split("-")[1] for row in held if row["to"].startswith("hub:chn-"))

    old, new = china(date(2018, 7, 1)), china(date(2022, 7, 1))
    assert (old.total(), old["jiangsu"], old["guangdong"], old["henan"]) == (255, 79, 77, 6)
    assert (new.total(), new["jiangsu"], new["guangdong"]) == (276, 81, 71)
    assert [(line.year, line.address) for line in apple.unplaced(lists)] == [(2022, "Chubu"), (2022, "Central Luzon")]


def test_hubs_that_other_sources_link_to(lists: apple.Lists) -> None:
    named = (
        "chn-guangdong chn-henan chn-hubei chn-shanghai chn-sichuan chn-tianjin ind-karnataka ind-tamil-nadu "
        "ind-uttar-pradesh jpn-ishikawa mex-baja-california mex-chihuahua mex-jalisco tha-pathum-thani "
        "tha-phra-nakhon-si-ayutthaya vnm-bac-giang vnm-bac-ninh"
    )
    assert {f"hub:{name}-electronics" for name in named.split()} <= {
        row["id"] for row in apple.transform(lists).nodes["ProductionHub"]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no"),
        (HEADER, "no rows"),
        (HEADER.replace(",country,", ",land,") + LIST, "no column 'country'"),
        (HEADER + LIST + "20x8,A,x,China,Guangdong\n", r":13:year: '20x8' is no year"),
    ],
)
def test_broken_files_are_refused(drawn: Path, text: str, said: str) -> None:
    (drawn / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said) as refused:
        apple.get(drawn)
    assert refused.value.hint


def test_latin_1_missing_files_and_missing_years_are_refused(drawn: Path) -> None:
    with pytest.raises(BadInput, match="no list of 2019"):
        apple.transform(apple.get(drawn), years=(2018, 2019))
    (drawn / FILE).write_bytes((HEADER + "2018,Sociét\u00e9,x,China,Guangdong\n").encode("latin-1"))
    with pytest.raises(BadInput, match="cannot be read"):
        apple.get(drawn)
    (drawn.parent / "aids" / "org_same_as.csv").unlink()
    (drawn / FILE).write_text(HEADER + LIST, encoding="utf-8")
    with pytest.raises(BadInput, match="org_same_as"):
        apple.get(drawn)
