"""The graphs that are generated for Neo4j reach what they are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from kb.ontology import LINKS
from kb.validate import check
from tests.follow.compare import reference
from tests.follow.generated import graph, question
from tests.reference_follow import Refused

Row = dict[str, Any]

REACHED: dict[str, Callable[[Row], bool]] = {
    "BARRED": lambda r: r["verdict"] == "BARRED",
    "FOLLOWS": lambda r: r["verdict"] == "FOLLOWS",
    "SERVED_REMOTELY": lambda r: r["verdict"] == "SERVED_REMOTELY",
    "LOST_TO_INCUMBENTS": lambda r: r["verdict"] == "LOST_TO_INCUMBENTS",
    "UNKNOWN": lambda r: r["verdict"] == "UNKNOWN",
    "localised": lambda r: r["localised_by"] is not None and r["verdict"] != "BARRED",
    "two conditions": lambda r: len(r["conditions"]) > 1,
    "agreement": lambda r: r["agreement"] is not None and not r["present"],
    "present": lambda r: bool(r["present"]),
    "phi capped": lambda r: r["phi"] == 1.0 and len(r["evidence"]) > 1,
    "several chains": lambda r: len(r["evidence"]) > 2,
    "unknown beside known": lambda r: r["unknown_links"] > 0 and r["phi"] is not None,
    "money without shares": lambda r: r["phi"] is None and r["stake_usd"] is not None,
    "ASSUMED": lambda r: r["basis"] == "ASSUMED" and r["phi"] is not None,
}
SEEDS = range(400)


def test_generated_graphs_reach_everything() -> None:
    reached: Counter[str] = Counter()
    for seed in SEEDS:
        try:
            rows = reference(graph(seed), question(seed))["rows"]
        except Refused as refused:
            reached.update([f"refused {refused.args[1]}"])
            continue
        reached.update(name for name, test in REACHED.items() if any(map(test, rows)))
    rare = {name: reached[name] for name in (*REACHED, "refused hub", "refused to") if reached[name] < 3}
    assert rare == {}, reached


def test_generated_graphs_have_no_fault() -> None:
    for seed in SEEDS[:40]:
        facts = graph(seed)
        rows = [(kind, row) for kind, several in (facts.nodes | facts.links).items() for row in several]
        assert [fault for kind, row in rows for fault in check(kind, row)[1]] == []
        stated = [(kind, *(row.get(p) for p in ("from", "to", *LINKS[kind].identity())))
                  for kind, row in rows if kind in LINKS]  # fmt: skip
        assert len(stated) == len(set(stated))
