"""Nodes by id, and ids by name: the two look-ups that need no question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from kb import fulltext
from kb.errors import BadInput
from kb.ontology import label_of

__all__ = ["MOST", "Reads", "nodes", "search"]

MOST = 1000
"""the largest page"""


class Reads(Protocol):
    """What a Database gives for this."""

    async def aread(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]: ...


async def nodes(base: Reads, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """id -> properties and `label` of the nodes, and of the Source nodes that they name; ids of none are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    [row] = await base.aread("reads/nodes", ids=wanted)
    found = [*row["sources"], *row["nodes"]]
    return {node["id"]: node | {"label": label} for node in found if (label := label_of(node["id"])) is not None}


async def search(
    base: Reads, text: str, labels: Sequence[str] | None = None, first: int = 10
) -> list[tuple[str, float]]:
    """Ids and scores of the nodes whose name or alias is like `text`, best first, ties by id.

    `labels` leaves only nodes of these labels. Raises BadInput for a text without letters or digits, or a page
    outside 1..1000.
    """
    if not 1 <= first <= MOST:
        raise BadInput(
            f"first is {first}.", argument="first", rule=f"1..{MOST}", hint=f"Ask for 1 to {MOST} at a time."
        )
    wanted = fulltext.query(text)
    if wanted is None:
        raise BadInput(
            "The text has nothing to look for.",
            argument="text",
            rule="at least one letter or digit",
            hint="Give a name or a part of it.",
        )
    chosen = None if labels is None else [str(label) for label in labels]
    exact = " ".join(text.split()).lower()
    [row] = await base.aread("reads/search", sought=wanted, exact=exact, labels=chosen, first=first)
    return [(identifier, score) for identifier, score in row["hits"]]
