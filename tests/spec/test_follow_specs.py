"""The plain-Python reference gives the rows of every spec, and every drawn graph is one that a folder may hold."""

from __future__ import annotations

import pytest

from kb.ontology import LINKS
from kb.validate import check
from tests.follow import agreements, dates, measures, splits, stakes
from tests.follow.all import SPECS
from tests.follow.compare import reference
from tests.follow.spec import differences


@pytest.mark.parametrize("name", SPECS)
def test_the_reference_gives_the_literal_rows(name: str) -> None:
    rows, expected = reference(SPECS[name].facts(), SPECS[name].arguments())["rows"], SPECS[name].expected()
    assert [(r["provider"], r["service"]) for r in rows] == [(r["provider"], r["service"]) for r in expected]
    for row, literal in zip(rows, expected, strict=True):
        assert differences(row, literal) == {}


@pytest.mark.parametrize("name", SPECS)
def test_a_drawn_graph_has_no_fault(name: str) -> None:
    facts = SPECS[name].facts()
    faults = [(kind, fault) for kind, rows in (facts.nodes | facts.links).items()
              for row in rows for fault in check(kind, row)[1]]  # fmt: skip
    assert faults == []
    stated = [(kind, row["from"], row["to"], *(row.get(p) for p in ("since", *LINKS[kind].identity())))
              for kind, rows in facts.links.items() for row in rows]  # fmt: skip
    assert len(stated) == len(set(stated))


def test_names_of_specs_differ() -> None:
    assert len(SPECS) == sum(len(module.SPECS) for module in (stakes, splits, measures, agreements, dates))
