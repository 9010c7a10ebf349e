"""`kb search`, and the same from Python: the service's own search."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kb.db import Database
from kb.errors import BadInput
from kb.load.opening import open_as_is
from kb.ontology.names import NodeLabel
from kb.settings import Settings
from tests.house import Service, good, run

QUERY = """query S($text: String!, $labels: [NodeLabel!], $first: Int!) {
  search(text: $text, labels: $labels, first: $first) { score node { id name __typename } } }"""


@pytest.fixture(scope="module")
def base(service: Service) -> Any:
    with open_as_is(Settings(home=service.home), progress=False) as opened:
        yield opened


def over_http(service: Service, text: str, labels: list[str] | None, first: int) -> list[dict[str, Any]]:
    names = labels and [NodeLabel(label).name for label in labels]
    hits = service.post(QUERY, text=text, labels=names, first=first).json()["data"]["search"]
    return [
        {"id": h["node"]["id"], "name": h["node"]["name"], "label": h["node"]["__typename"], "score": h["score"]}
        for h in hits
    ]


@pytest.mark.parametrize(
    ("text", "labels", "first"),
    [("guangdong", [], 10), ("Guangdong", ["ProductionHub"], 3), ("越南", [], 1), ("foxcon", ["Organisation"], 5)],
)
def test_all_three_ways_find_the_same(
    text: str, labels: list[str], first: int, base: Database, service: Service, aside: Path
) -> None:
    wanted = over_http(service, text, labels or None, first)
    assert wanted
    assert base.search(text, labels, first) == wanted
    words = [word for label in labels for word in ("--label", label.lower())]
    said = good("search", text, *words, "--first", str(first), cwd=aside, KB_HOME=service.home)
    assert json.loads(said) == wanted


def test_as_csv_and_as_a_table(service: Service, aside: Path) -> None:
    hits = over_http(service, "guangdong", None, 10)
    said = good("search", "guangdong", "--format", "csv", cwd=aside, KB_HOME=service.home)
    assert [row["id"] for row in csv.DictReader(io.StringIO(said))] == [hit["id"] for hit in hits]
    head, _, *lines = good("search", "guangdong", "--format", "table", cwd=aside, KB_HOME=service.home).splitlines()
    assert head.split() == ["id", "name", "label", "score"]
    assert [line.split()[0] for line in lines] == [hit["id"] for hit in hits]


def test_nothing_found_is_said(service: Service, aside: Path) -> None:
    ran = run("search", "qqqqzzzzxxxx", cwd=aside, KB_HOME=service.home)
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert "Nothing" in ran.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--", "…"), "at least one letter or digit|nothing to look for"),
        (("a", "--first", "0"), "first is 0"),
        (("a", "--first", "1001"), "first is 1001"),
        (("a", "--label", "Castle"), "--label"),
        ((), "TEXT"),
    ],
)
def test_bad_input(words: tuple[str, ...], named: str, service: Service, aside: Path) -> None:
    ran = run("search", *words, cwd=aside, KB_HOME=service.home)
    assert (ran.code, ran.out) == (2, "")
    assert any(part in ran.err for part in named.split("|"))


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"text": " … "}, "text"),
        ({"text": None}, "text"),
        ({"text": "a", "first": 0}, "first"),
        ({"text": "a", "first": 1001}, "first"),
        ({"text": "a", "first": "10"}, "first"),
        ({"text": "a", "labels": ["Castle"]}, "labels"),
        ({"text": "a", "labels": "Castle"}, "labels"),
    ],
)
def test_bad_input_from_python(given: dict[str, Any], argument: str, base: Database) -> None:
    with pytest.raises(BadInput) as caught:
        base.search(**given)
    assert caught.value.argument == argument
    assert caught.value.hint
