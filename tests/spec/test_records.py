"""Rows as parameters, and what comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.meta import Basis
from kb.records import WAITING, batches, chunks, link_record, native, node_record, row_of


def link(start: str, end: str, **row: Any) -> dict[str, Any]:
    return {"from": start, "to": end, **row}


def test_missing_values_are_left_out_and_words_are_text() -> None:
    row = {"id": "org:a", "name": "A", "aliases": (), "lei": None, "roles": ("Supplier",), "year": 0, "since": date.min}
    props = {"id": "org:a", "name": "A", "roles": ["Supplier"], "year": 0, "since": date.min}
    assert node_record(row) == {"id": "org:a", "props": props}
    record = link_record(link("org:a", "org:b", basis=Basis.OBSERVED, confidence=0.0))
    assert record == {"from": "org:a", "to": "org:b", "props": {"basis": "OBSERVED", "confidence": 0.0}}
    assert type(record["props"]["basis"]) is str


def test_batches_are_full() -> None:
    rows = [link("org:a", f"org:b{n}") for n in range(5)]
    assert [len(batch) for batch in batches(rows, (), 2)] == [2, 2, 1]
    assert list(batches([], (), 2)) == []


def test_a_batch_has_a_link_once() -> None:
    rows = [link("org:a", "org:b", year=year, n=n) for n in range(3) for year in (2018, None)]
    found = [[(row["year"], row["n"]) for row in batch] for batch in batches(rows, ("year",), 100)]
    assert found == [[(2018, n), (None, n)] for n in range(3)]


def test_links_that_stand_side_by_side_do_not_end_a_batch() -> None:
    rows = [link("org:a", f"org:b{n}", year=year) for n in range(10) for year in range(3)]
    found = [[(row["to"], row["year"]) for row in batch] for batch in batches(rows, (), 10)]
    assert [len(batch) for batch in found] == [10, 10, 10]
    assert all(len({to for to, _ in batch}) == 10 for batch in found)
    assert len({pair for batch in found for pair in batch}) == 30


def test_few_batches_wait_at_a_time() -> None:
    rows = [link("org:a", "org:b", n=n) for n in range(WAITING + 2)]
    found = [[row["n"] for row in batch] for batch in batches(rows, (), 100)]
    assert found == [[n] for n in range(WAITING + 2)]


def test_chunks() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks((), 2)) == []


class Moment:
    def to_native(self) -> date:
        return date(2018, 1, 31)


def test_what_comes_back_is_plain_python() -> None:
    assert native({"a": [Moment(), {"b": Moment()}], "c": 1}) == {
        "a": [date(2018, 1, 31), {"b": date(2018, 1, 31)}],
        "c": 1,
    }
    assert row_of({"sources": ["source:a"], "n": 1}, ("org:a", "org:b")) == {
        "from": "org:a",
        "to": "org:b",
        "sources": ("source:a",),
        "n": 1,
    }
