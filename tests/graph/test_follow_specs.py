"""Neo4j gives the rows of every spec, and agrees with the plain-Python reference on every field of them."""

from __future__ import annotations

import pytest

from kb.db import Database
from tests.follow.all import SPECS
from tests.follow.compare import compare, shown
from tests.follow.spec import differences


@pytest.mark.parametrize("name", SPECS)
def test_neo4j_gives_the_literal_rows(base: Database, name: str) -> None:
    spec = SPECS[name]
    facts = spec.facts()
    base.write(facts)
    answer = base.ask("servicesFollowing", **spec.arguments())
    rows, expected = [shown(row) for row in answer.rows], spec.expected()
    assert [(r["provider"], r["service"]) for r in rows] == [(r["provider"], r["service"]) for r in expected]
    for row, literal in zip(rows, expected, strict=True):
        assert differences(row, literal) == {}
    compare(answer, facts, spec.arguments())
