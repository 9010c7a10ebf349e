"""Ids of nodes by name: the look-up that needs no question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from kb import fulltext
from kb.errors import BadInput
from kb.ontology import NODES, label_of

__all__ = ["MOST", "Reads", "ReadsNow", "named", "search"]

MOST = 1000
"""the largest page"""


class Reads(Protocol):
    """What a Database gives for this."""

    async def aread(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]: ...


class ReadsNow(Protocol):
    """The same, for callers without an event loop."""

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]: ...


def _nodes(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """id -> properties and `label` of the nodes, and of the Source nodes that they name."""
    [row] = rows
    found = [*row["sources"], *row["nodes"]]
    return {node["id"]: node | {"label": label} for node in found if (label := label_of(node["id"])) is not None}


async def search(
    base: Reads, text: str, labels: Sequence[str] | None = None, first: int = 10
) -> list[tuple[str, float]]:
    """Ids and scores of the nodes whose name or alias is like `text`, best first, ties by id.

    `labels` leaves only nodes of these labels. Raises BadInput for a text without letters or digits, or a page
    outside 1..1000.
    """
    chosen = None if labels is None else [str(label) for label in labels]
    return _hits(await base.aread("reads/search", **_sought(text, first), labels=chosen))


def named(base: ReadsNow, text: str, labels: Sequence[str] = (), first: int = 10) -> list[dict[str, Any]]:
    """`search` for callers without an event loop: `id`, `name`, `label`, `score` of each hit; no labels = all.

    Raises BadInput as `search` does, and for a label that no node has.
    """
    chosen = [labels] if isinstance(labels, str) else list(labels)
    for label in chosen:
        if label not in NODES:
            rule = f"one of {', '.join(NODES)}"
            raise BadInput(f"There is no label {label!r}.", argument="labels", rule=rule, hint=f"It is {rule}.")
    hits = _hits(base.read("reads/search", **_sought(text, first), labels=chosen or None))
    known = _nodes(base.read("reads/nodes", ids=[identifier for identifier, _ in hits]))
    return [
        {"id": identifier, "name": node["name"], "label": node["label"], "score": score}
        for identifier, score in hits
        if (node := known.get(identifier))
    ]


def _sought(text: str, first: int) -> dict[str, Any]:
    if not isinstance(first, int) or not 1 <= first <= MOST:
        raise BadInput(
            f"first is {first}.", argument="first", rule=f"1..{MOST}", hint=f"Ask for 1 to {MOST} at a time."
        )
    wanted = fulltext.query(text) if isinstance(text, str) else None
    if wanted is None:
        raise BadInput(
            "The text has nothing to look for.",
            argument="text",
            rule="at least one letter or digit",
            hint="Give a name or a part of it.",
        )
    return {"sought": wanted, "exact": " ".join(text.split()).lower(), "first": first}


def _hits(rows: list[dict[str, Any]]) -> list[tuple[str, float]]:
    [row] = rows
    return [(identifier, score) for identifier, score in row["hits"]]
