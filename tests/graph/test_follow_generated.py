"""On graphs that nobody thought of, Neo4j and the plain-Python reference give the same answers.

An example is some thirty graphs side by side. KB_TEST_EXAMPLES asks for more examples, other ones each time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.db import Database
from kb.errors import KbError
from kb.load.facts import Facts
from tests.follow.compare import reference, report
from tests.follow.generated import graph, question
from tests.follow.placed import placed, side_by_side
from tests.follow.spec import differences
from tests.reference_follow import Refused

EXAMPLES = os.environ.get("KB_TEST_EXAMPLES")


@settings(max_examples=int(EXAMPLES or 3), derandomize=EXAMPLES is None, database=None, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=20, max_size=40, unique=True))
def test_neo4j_agrees_with_the_reference(whole_base: Database, seeds: list[int]) -> None:
    graphs = {f"{number:03}": graph(seed) for number, seed in enumerate(seeds)}
    whole_base.clear()
    whole_base.write(side_by_side(graphs))
    wrong = {}
    for seed, (mark, facts) in zip(seeds, graphs.items(), strict=True):
        for arguments in map(question, range(seed, seed + 2)):
            found = differences(_told(whole_base, mark, arguments), _expected(facts, arguments))
            if found:
                wrong[f"graph({seed})", str(arguments)] = found
    assert wrong == {}


def _told(base: Database, mark: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        return report(base.ask("servicesFollowing", **placed(arguments, mark)), mark)
    except KbError as error:
        return {"refused": (error.code, error.argument)}


def _expected(facts: Facts, arguments: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return reference(facts, arguments)
    except Refused as refused:
        return {"refused": refused.args}
