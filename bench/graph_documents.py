"""What `bench_graph.py` asks, in our words and in those of @neo4j/graphql, and how the answers are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph_drawn import HUB, SMALL

_EIGHT = "id name industry lei ticker website revenueUsd year"
_LINKED = "node { id name }"
_OURS = "valueUsd buyerShare year " + _LINKED
_THEIRS = "properties { valueUsd buyerShare year } " + _LINKED
_TEN_OURS = f"id name suppliesTo(first: 10) {{ edges {{ {_OURS} }} }}"
_TEN_THEIRS = f"id name suppliesTo: suppliesToConnection(first: 10) {{ edges {{ {_THEIRS} }} }}"


@dataclass(frozen=True)
class Case:
    """The same query twice. `$n` is the number of rows."""

    name: str
    ours: str
    theirs: str
    sizes: tuple[int, ...] = (1, 100, 1_000, 10_000)
    variables: tuple[tuple[str, Any], ...] = ()
    ordered: bool = False
    """whether they are asked for an order too; where not, ours comes in order of `id`, which costs them nothing"""

    def given(self, size: int) -> dict[str, Any]:
        """The variables for so many rows."""
        return {"n": size, **dict(self.variables)}


def _ours(inside: str, arguments: str = "") -> str:
    return f"query ($n: Int) {{ organisations(first: $n, allDates: true{arguments}) {{ {inside} }} }}"


def _hub(size: str, hub: str) -> Case:
    ours, theirs = "sites capacityShare " + _LINKED, "properties { sites capacityShare } " + _LINKED
    return Case(
        f"all links of a node, {size}",
        f"query ($n: Int, $hub: ID!) {{ hub: productionHub(id: $hub, allDates: true) "
        f"{{ id operators(first: $n) {{ edges {{ {ours} }} }} }} }}",
        f"query ($n: Int, $hub: ID!) {{ hub: productionHubs(where: {{id: {{eq: $hub}}}}) "
        f"{{ id operators: operatorsConnection(first: $n) {{ edges {{ {theirs} }} }} }} }}",
        (100,) if hub == SMALL else (10_000,),
        (("hub", hub),),
    )


CASES = (
    Case(
        "list",
        _ours(f"nodes {{ {_EIGHT} }}"),
        f"query ($n: Int) {{ organisations(limit: $n) {{ {_EIGHT} }} }}",
    ),
    Case(
        "connection",
        _ours(f"totalCount edges {{ cursor node {{ {_EIGHT} }} }} pageInfo {{ hasNextPage endCursor }}"),
        f"query ($n: Int) {{ organisations: organisationsConnection(first: $n) "
        f"{{ totalCount edges {{ cursor node {{ {_EIGHT} }} }} pageInfo {{ hasNextPage endCursor }} }} }}",
    ),
    Case(
        "list by name",
        _ours(f"nodes {{ {_EIGHT} }}", ", orderBy: [{field: NAME}]"),
        f"query ($n: Int) {{ organisations(limit: $n, sort: [{{name: ASC}}]) {{ {_EIGHT} }} }}",
        (1, 10_000),
        ordered=True,
    ),
    Case(
        "list, ten links each",
        _ours(f"nodes {{ {_TEN_OURS} }}"),
        f"query ($n: Int) {{ organisations(limit: $n) {{ {_TEN_THEIRS} }} }}",
        (100, 1_000),
    ),
    Case(
        "connection, ten links each",
        _ours(f"edges {{ node {{ {_TEN_OURS} }} }}"),
        f"query ($n: Int) {{ organisations: organisationsConnection(first: $n) "
        f"{{ edges {{ node {{ {_TEN_THEIRS} }} }} }} }}",
        (100, 1_000),
    ),
    _hub("100", SMALL),
    _hub("10,000", HUB),
)


def common(value: Any, ordered: bool) -> Any:
    """An answer without what must differ: cursors, where an edge has its link's properties, how a list is reached."""
    if isinstance(value, list):
        found = [common(one, ordered) for one in value]
        return found if ordered else sorted(found, key=_id)
    if not isinstance(value, dict):
        return value
    if set(value) == {"nodes"}:
        return common(value["nodes"], ordered)
    flat = {**value, **value.get("properties", {})}
    return {
        name: common(one, ordered) for name, one in flat.items() if name not in {"cursor", "endCursor", "properties"}
    }


def _id(row: Any) -> str:
    return str(row["id"] if "id" in row else row["node"]["id"])


def same(case: Case, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Whether both answers say the same."""
    if isinstance(theirs.get("hub"), list):  # they have no field for one node by its id
        [hub] = theirs["hub"]
        theirs = {**theirs, "hub": hub}
    return bool(common(ours, case.ordered) == common(theirs, case.ordered))
