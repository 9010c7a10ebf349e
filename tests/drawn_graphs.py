"""Graphs over the whole ontology from a seed, small and dense: few values, so that everything meets everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from kb.load.facts import Facts, Row
from kb.meta import Declared, Link, Node, PropType, Words, props
from kb.ontology import LINKS, NODES

__all__ = ["DAYS", "WORDS", "drawn_graph", "pool"]

WORDS = (
    "Acme",
    "acme",
    "Émile",
    "zèbre",
    "東京",
    "ß",
    "",
    "a`b",
    "c'd\"e",
    "$p0",
    "\\",
    "x\ny",
    "Z",
    "a",
    "\U0001f600",
)
DAYS = tuple(date.fromisoformat(day) for day in ("2019-05-01", "2021-01-01", "2022-06-30", "2024-02-29"))
_NUMBERS = (0.0, 0.25, 0.5, 1.5, -2.0, 1e6, 3.0)
_WHOLE = (0, 1, 2, 3, 7, 2020)
_LONG = (0, 1, 2**31, 2**53 + 1, 1_400_000_000)
_MISSING = 0.35
_SLUGS = ("a", "b", "c-1")


def pool(kind: str) -> Sequence[Any]:
    """Values of a GraphQL scalar, for graphs and for what is asked of them."""
    ids = [f"{node.prefix}:{slug}" for node in NODES.values() for slug in _slugs(node, 1)]
    several: dict[str, Sequence[Any]] = {"String": WORDS, "ID": ids, "Int": _WHOLE, "Long": _LONG, "Float": _NUMBERS}
    return several.get(kind) or {"Date": [day.isoformat() for day in DAYS], "Boolean": (True, False)}[kind]


def drawn_graph(seed: int, size: int = 1) -> Facts:
    """The graph, `size` times as large as it must be. Links that are to-one hold one after the other."""
    chance = Random(seed)
    facts = Facts()
    for label, node in NODES.items():
        for slug in _slugs(node, size):
            facts.node(label, **_row(chance, node) | _must(node, slug))
    for kind, link in LINKS.items():
        for start, end in link.ends:
            _links(chance, facts, kind, (_ids(start, size), _ids(end, size)))
    return facts


def _slugs(node: type[Node], size: int) -> list[str]:
    if node.prefix == "country":
        return ["chn", "vnm", "usa", "jpn", *(f"x{chr(97 + number)}x" for number in range(4 * (size - 1)))]
    return [*_SLUGS, *(f"more-{number}" for number in range(3 * (size - 1)))]


def _ids(node: type[Node], size: int) -> list[str]:
    return [f"{node.prefix}:{slug}" for slug in _slugs(node, size)]


def _must(node: type[Node], slug: str) -> Row:
    own = {"iso3": slug.upper()} if node.prefix == "country" else {}
    return {"id": f"{node.prefix}:{slug}", **own}


def _links(chance: Random, facts: Facts, kind: str, ends: tuple[list[str], list[str]]) -> None:
    starts, others = ends
    for start in starts:
        count = chance.choice((0, 1, 2, 4))
        periods = [(None, DAYS[1]), (DAYS[1], DAYS[2]), (DAYS[2], None)] if LINKS[kind].to_one else []
        for number in range(min(count, 3) if periods else count):
            row = _row(chance, LINKS[kind])
            if periods:
                row["since"], row["until"] = periods[number]
            facts.link(kind, start, chance.choice(others), **row)


def _row(chance: Random, declared: type[Node | Link]) -> Row:
    kind: type[Declared] = declared
    row = {prop.name: _value(chance, prop) for prop in props(kind)}
    return {name: value for name, value in row.items() if value is not None}


def _value(chance: Random, prop: PropType) -> Any:
    if prop.many:
        return tuple(dict.fromkeys(_one(chance, prop) for _ in range(chance.choice((0, 0, 1, 2)))))
    return None if not prop.required and chance.random() < _MISSING else _one(chance, prop)


def _one(chance: Random, prop: PropType) -> Any:
    if prop.prop.refers:
        return (
            f"source:{chance.choice(('a', 'b', 'c-1', 'not-there'))}" if prop.prop.node else chance.choice(pool("ID"))
        )
    if issubclass(prop.kind, Words):
        return chance.choice([word.value for word in prop.kind])
    if prop.kind is date:
        return chance.choice(DAYS)
    if prop.kind is int:
        return chance.choice(_LONG if prop.prop.high is None else _WHOLE)
    return chance.choice({float: _NUMBERS, bool: (True, False), str: WORDS}[prop.kind])
