"""Statements that follow from the ontology."""

from __future__ import annotations

import re

import pytest

from kb import ddl
from kb.cypher import FOLDER
from kb.meta import props
from kb.ontology import LINKS, NODES
from tests.labels import LABELS


def test_schema_golden() -> None:
    """`kb schema cypher > cypher/schema.cypher` writes it anew."""
    assert (FOLDER / "schema.cypher").read_text(encoding="utf-8") == "".join(f"{text};\n" for text in ddl.schema())


def test_schema_can_be_run_again() -> None:
    assert all("IF NOT EXISTS" in text for text in ddl.schema())


def test_every_label_has_a_unique_id() -> None:
    schema = ddl.schema()
    for label in ("Entity", *NODES):
        assert f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE" in schema


def test_unique_and_indexed_properties() -> None:
    text = "\n".join(ddl.schema())
    for label, node in NODES.items():
        for prop in props(node):
            wanted = prop.prop.unique or prop.prop.index
            assert bool(re.search(rf"\(n:{label}\) (REQUIRE|ON) \(?n\.{prop.name}\b", text)) == wanted


def test_names_of_constraints_and_indexes_are_unique() -> None:
    names = [re.match(r"CREATE (?:CONSTRAINT|(?:FULLTEXT )?INDEX) (\w+)", text) for text in ddl.schema()]
    found = [name.group(1) for name in names if name]
    assert len(found) == len(set(found)) == len(ddl.schema())


def test_names_are_found_without_accents() -> None:
    assert "ON EACH [n.name, n.aliases]" in ddl.schema()[-1]
    assert "standard-folding" in ddl.schema()[-1]


@pytest.mark.parametrize("kind", LINKS)
def test_identity_stands_in_the_upsert(kind: str) -> None:
    text = ddl.upsert_links(kind)
    compared = re.findall(r"coalesce\(l\.(\w+), ''\) = coalesce\(row\.props\.(\w+), ''\)", text)
    assert [pair[0] for pair in compared] == [pair[1] for pair in compared] == list(LINKS[kind].identity())


def test_only_declared_labels_are_written() -> None:
    for label in NODES:
        assert set(re.findall(r"n:(\w+)", ddl.upsert_nodes(label))) <= set(LABELS)


def test_no_statement_has_a_version_prefix() -> None:
    texts = [*ddl.schema(), *map(ddl.upsert_nodes, NODES), ddl.count_nodes(), ddl.count_links(), ddl.clear()]
    assert not [text for text in texts if text.startswith("CYPHER")]
