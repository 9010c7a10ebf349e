"""The knowledge base as GraphQL walks it: the links of a label, each with its name from that side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kb.meta import Link, Node, PropType, props
from kb.ontology import ENTITY, LINKS, NODES

__all__ = ["Side", "link_props", "links_of", "node_props", "sides"]


@dataclass(frozen=True)
class Side:
    """A link type seen from one end."""

    field: str
    """name of the field, e.g. `operators`"""
    link: type[Link]
    forward: bool
    """whether it leads from the link's start to its end"""
    here: tuple[str, ...]
    """labels that have the field"""
    there: tuple[str, ...]
    """labels that it leads to"""

    @property
    def to_one(self) -> bool:
        """Whether it gives the node itself."""
        return self.forward and self.link.to_one

    @property
    def target(self) -> str:
        """The type that it leads to: the one label, or the interface of several."""
        return self.there[0] if len(self.there) == 1 else ENTITY

    @property
    def name(self) -> str:
        """What its connection, edge, filter and order types are named after, e.g. `OperatesInOrganisation`."""
        return self.link.__name__ + self.target

    def pattern(self, node: str, link: str, other: str) -> str:
        """The Cypher pattern from `node` to `other`."""
        arrow = f"-[{link}:{self.link.link_type}]-"
        there = f"({other}:{self.target})"
        return f"({node}){arrow}>{there}" if self.forward else f"({node})<{arrow}{there}"


@cache
def sides() -> tuple[Side, ...]:
    """Every link from either end; several labels share one where the name and the labels it leads to are the same."""
    found: dict[tuple[str, str, bool, tuple[str, ...]], list[str]] = {}
    for kind, link in LINKS.items():
        for label in NODES:
            ends = [end.label for start, end in link.ends if start.label == label]
            if ends:
                found.setdefault((link.forward, kind, True, tuple(ends)), []).append(label)
            starts: dict[str, list[str]] = {}
            for start, end in link.ends:
                if end.label == label:
                    starts.setdefault(link.backward[start.label], []).append(start.label)
            for name, labels in starts.items():
                found.setdefault((name, kind, False, tuple(labels)), []).append(label)
    return tuple(
        Side(name, LINKS[kind], forward, tuple(here), there) for (name, kind, forward, there), here in found.items()
    )


@cache
def links_of(label: str) -> dict[str, Side]:
    """Field name -> link, for a label."""
    return {side.field: side for side in sides() if label in side.here}


@cache
def node_props(label: str) -> dict[str, PropType]:
    """GraphQL name -> property of a label, or of every node for `Entity`."""
    declared: type[Node] = NODES.get(label, Node)
    return {prop.graphql_name: prop for prop in props(declared)}


@cache
def link_props(kind: str) -> dict[str, PropType]:
    """GraphQL name -> property of a link type."""
    return {prop.graphql_name: prop for prop in props(LINKS[kind])}
