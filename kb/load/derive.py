"""`kb derive`: writes the links that rules compute from what the base has, and removes those that went stale."""

from __future__ import annotations

from dataclasses import dataclass

from kb.db import Database, Progress
from kb.load.inferring import Inferred, infer
from kb.load.wiod import SELLERS
from kb.rules import hub_share
from kb.rules.colocation import PRIOR_OFFICES, RULE, serves
from kb.rules.colocation_inputs import Inputs, inputs_from_rows
from kb.rules.hub_parts import hub_parts
from kb.rules.sectors import HUB_INDUSTRIES

__all__ = ["INFERRING", "READ_LINKS", "Outcome", "derive", "inputs_from_base"]

READ_LINKS = frozenset({"HEADQUARTERED_IN", "OFFERS", "OPERATES_IN", "PRESENT_IN", "SUPPLIES"})
"""Link types that the rules read: after they have changed, `derive` has work."""

INFERRING = f"Inferring who serves the hubs (rule {RULE})"
"""what is said while it works"""
_READS = ("presences", "homes", "offers", "listings", "publications")


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    serves: Inferred
    """SERVES links, by rule R1"""
    parts: Inferred
    """PART_OF links from hubs to their sectors, by rule hub-share"""
    unplaced_offices: dict[str, int]
    """country -> offices left out because their province is unknown"""
    countries_without_table: tuple[str, ...]
    """countries with hubs, but no input-output table: no SERVES links there"""
    industries_without_flows: tuple[tuple[str, str], ...]
    """(country, industry) of hubs without SERVES links: the table has no purchases of services by the industry"""


def derive(base: Database, prior_offices: float = PRIOR_OFFICES, progress: Progress | None = None) -> Outcome:
    """Applies the rules. Running it again changes nothing; one that broke off is completed by running it again."""
    inputs = inputs_from_base(base)
    derived = serves(inputs, prior_offices)
    parts = hub_parts(inputs.listings, _sectors(base))
    return Outcome(
        parts=infer(base, "PART_OF", hub_share.RULE, parts, progress),
        serves=infer(base, "SERVES", RULE, derived.links, progress),
        unplaced_offices=dict(sorted(derived.unplaced_offices.items())),
        countries_without_table=tuple(sorted(derived.countries_without_table)),
        industries_without_flows=tuple(sorted(derived.industries_without_flows)),
    )


def inputs_from_base(base: Database) -> Inputs:
    """What the rules read of the knowledge base."""
    rows = {name: base.read(f"rules/{name}") for name in _READS}
    rows["outputs"] = base.read("rules/outputs", industries=sorted(SELLERS))
    rows["purchases"] = base.read("rules/purchases", industries=sorted(SELLERS), buyers=sorted(HUB_INDUSTRIES))
    return inputs_from_rows(rows)


def _sectors(base: Database) -> dict[tuple[str, str], str]:
    """Sectors by country and industry; of several with the same the first by id."""
    rows = base.read("rules/sectors", industries=sorted(HUB_INDUSTRIES))
    return {(row["country"], row["industry"]): row["sector"] for row in reversed(rows)}
