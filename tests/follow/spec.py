"""A spec of servicesFollowing: a drawn graph, what is asked, and the rows that must come out, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.load.facts import Facts
from tests.drawn import drawn, value

__all__ = ["DAY", "GROUND", "Spec", "asked", "differences"]

DAY = date(2022, 6, 30)

GROUND = """
    hub:a LOCATED_IN country:chn
    government:chn GOVERNS country:chn
    government:vnm GOVERNS country:vnm
    government:usa GOVERNS country:usa
    org:p HEADQUARTERED_IN country:usa
"""
"""Hub a stands in China and leaves for Vietnam; provider p has its seat in the United States. Service s is IN_COUNTRY,
so kappa is 0.6 (0.4 to 0.8), and a firm that nothing helps has a = 0.25: of a stake of 1, follow 0.15 (0.1 to 0.2),
remote 0.4, lost 0.45."""


@dataclass(frozen=True)
class Spec:
    """`rows`: one line a row in their order, `provider service field=value …`; fields that are not named are free."""

    name: str
    draw: str
    rows: str
    ask: Mapping[str, Any] = field(default_factory=dict)
    ground: str = GROUND

    def facts(self) -> Facts:
        return drawn(self.ground, self.draw)

    def expected(self) -> list[dict[str, Any]]:
        return [_row(line.split()) for line in self.rows.splitlines() if line.strip()]

    def arguments(self) -> dict[str, Any]:
        return asked(**self.ask)


def asked(**arguments: Any) -> dict[str, Any]:
    """The arguments with those that a spec leaves out."""
    return {"hub": "hub:a", "to": "country:vnm", "as_of": DAY, **arguments}


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields of `expected` that `found` has otherwise: (found, expected). Numbers agree to 1e-12."""
    return {name: (found[name], item) for name, item in expected.items() if not _same(found[name], item)}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in other)
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and one == other


def _row(words: list[str]) -> dict[str, Any]:
    provider, service, *rest = words
    fields = dict(word.split("=", 1) for word in rest)
    row = {name: value(text) for name, text in fields.items()}
    if "conditions" in row:
        found = row["conditions"] or ()
        row["conditions"] = found if isinstance(found, tuple) else (found,)
    return {"provider": f"org:{provider}", "service": f"service:{service}", **row}
