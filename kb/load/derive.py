"""`kb derive`: writes the links that rules compute from what the base has, and removes those that went stale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb import ddl
from kb.db import Database, Progress
from kb.load.facts import Facts
from kb.load.wiod import BUYERS, SELLERS
from kb.rules.colocation import PRIOR_OFFICES, RULE, serves
from kb.rules.colocation_inputs import Inputs, inputs_from_rows

__all__ = ["Outcome", "derive", "inputs_from_base"]

_READS = ("presences", "homes", "offers", "listings", "publications")
_BATCH = 5_000

Key = tuple[str, str, str, str | None, date | None, date | None]


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    written: int
    """links as they are now"""
    removed: int
    """links of an earlier run that no longer follow from the facts"""
    unplaced_offices: dict[str, int]
    """country -> offices left out because their province is unknown"""
    countries_without_table: tuple[str, ...]
    """countries with hubs, but no input-output table: no links there"""


def derive(base: Database, prior_offices: float = PRIOR_OFFICES, progress: Progress | None = None) -> Outcome:
    """Applies rule R1. Running it again changes nothing; one that broke off is completed by running it again."""
    derived = serves(inputs_from_base(base), prior_offices)
    removed = _remove_stale(base, {_key(row) for row in derived.links})
    written = base.write(Facts(links={"SERVES": derived.links}), progress)
    return Outcome(
        written=written.get("SERVES", 0),
        removed=removed,
        unplaced_offices=dict(sorted(derived.unplaced_offices.items())),
        countries_without_table=tuple(sorted(derived.countries_without_table)),
    )


def inputs_from_base(base: Database) -> Inputs:
    """What rule R1 reads of the knowledge base."""
    rows = {name: base.read(f"rules/{name}") for name in _READS}
    rows["outputs"] = base.read("rules/outputs", industries=sorted(SELLERS))
    rows["purchases"] = base.read("rules/purchases", industries=sorted(SELLERS), buyers=sorted(BUYERS))
    return inputs_from_rows(rows)


def _remove_stale(base: Database, current: set[Key]) -> int:
    stated = base.stream(ddl.stated_by("SERVES"), {"source": None, "rule": RULE})
    stale = [row["element"] for row in stated if _key({**row["props"], **_ends(row)}) not in current]
    for batch in _batches(stale):
        base.change(ddl.remove_links("SERVES"), {"ids": batch})
    return len(stale)


def _key(row: dict[str, Any]) -> Key:
    return row["from"], row["to"], row["service"], row.get("country"), row.get("since"), row.get("until")


def _ends(row: dict[str, Any]) -> dict[str, Any]:
    return {"from": row["from"], "to": row["to"]}


def _batches(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
