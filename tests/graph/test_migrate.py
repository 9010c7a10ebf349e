"""Constraints and indexes stand after a migration, and hold."""

from __future__ import annotations

import re

import pytest

from kb import ddl
from kb.db import Database
from kb.errors import KbError


def test_everything_of_the_schema_is_there_and_ready(base: Database) -> None:
    base.migrate()
    wanted = {name for text in ddl.schema() for name in re.findall(r"(?:CONSTRAINT|INDEX) (\w+) IF", text)}
    found = {row["name"]: row["state"] for row in base.rows("SHOW INDEXES YIELD name, state RETURN name, state")}
    assert wanted <= set(found)
    assert {found[name] for name in wanted} == {"ONLINE"}


def test_an_id_is_unique_whatever_the_label(base: Database) -> None:
    base.change("CREATE (:Entity:Country {id: 'country:aaa'})")
    with pytest.raises(KbError):
        base.change("CREATE (:Entity:Good {id: 'country:aaa'})")
    assert base.counts() == ({"Country": 1}, {})


@pytest.mark.parametrize(
    ("query", "found"),
    [("foxcon~", ["org:a"]), ("societe", ["org:b"]), ("鴻海", ["org:a"]), ("nothing", [])],
)
def test_names_and_aliases_are_found(base: Database, query: str, found: list[str]) -> None:
    base.change(
        "CREATE (:Entity:Organisation {id: 'org:a', name: 'Foxconn', aliases: ['鴻海']}),"
        " (:Entity:Organisation {id: 'org:b', name: 'Société', aliases: []})"
    )
    base.change("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    text = "CALL db.index.fulltext.queryNodes('names', $query) YIELD node RETURN node.id AS id"
    assert [row["id"] for row in base.rows(text, {"query": query})] == found


def test_counts(base: Database) -> None:
    base.change("UNWIND range(1, 3) AS i CREATE (:Entity:Good {id: 'good:' + i})")
    assert base.counts() == ({"Good": 3}, {})
    assert not base.is_empty()
    base.clear()
    assert base.is_empty()
