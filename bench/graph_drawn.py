"""The graph that `bench_graph.py` draws: 10,000 organisations of 8 fields, ten links each, and two hubs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.db import Database
from kb.load.facts import Facts

NODES, LINKS = 10_000, 10
HUB, SMALL = "hub:drawn-large", "hub:drawn-small"
"""every organisation operates in the first, a hundred in the second"""
_TURN = 7_919
"""prime, so that names and partners come in another order than ids"""


def organisation(number: int) -> str:
    """The id of an organisation."""
    return f"org:drawn-{number:07}"


def _node(number: int) -> dict[str, Any]:
    return {
        "id": organisation(number),
        "name": f"Drawn organisation {number * _TURN % 1_000_003:07}",
        "industry": f"C{number % 90:02}",
        "lei": f"{number:020}",
        "ticker": f"T{number}",
        "website": f"https://drawn-{number}.example/",
        "revenue_usd": number * 1_000.5,
        "year": 2000 + number % 25,
    }


def _supplies() -> Iterator[dict[str, Any]]:
    for number in range(NODES):
        for step in range(LINKS):
            yield {
                "from": organisation(number),
                "to": organisation((number * 31 + step * _TURN + 1) % NODES),
                "value_usd": number + step * 0.25,
                "buyer_share": step / 16,
                "year": 2010 + step,
            }


def _operates() -> Iterator[dict[str, Any]]:
    for number in range(NODES):
        for hub in (HUB, SMALL) if number < 100 else (HUB,):
            yield {"from": organisation(number), "to": hub, "sites": number % 50, "capacity_share": number % 64 / 64}


def draw(base: Database) -> None:
    """Write them into an empty knowledge base."""
    hubs = [{"id": HUB, "name": "The large hub"}, {"id": SMALL, "name": "The small hub"}]
    base.write(Facts({"Organisation": [*map(_node, range(NODES))], "ProductionHub": hubs}))
    base.write(Facts({}, {"SUPPLIES": [*_supplies()], "OPERATES_IN": [*_operates()]}))
    _settle(base)


def draw_more(base: Database, total: int) -> None:
    """Write organisations without links until there are `total`."""
    base.write(Facts({"Organisation": [*map(_node, range(NODES, total))]}))
    _settle(base)


def _settle(base: Database) -> None:
    base.change("CALL db.resampleOutdatedIndexes()")
