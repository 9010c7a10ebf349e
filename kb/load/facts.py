"""Facts on their way from a source into the knowledge base: rows by label and by link type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Facts", "Row", "slug"]

Row = dict[str, Any]
"""Property name -> value (str, int, float, bool, date, tuple of str); a missing value is left out or None.
A node's row has `id`; a link's has `from` and `to`."""


@dataclass
class Facts:
    """What one source states, in the ontology's words."""

    nodes: dict[str, list[Row]] = field(default_factory=dict)
    """label -> rows"""
    links: dict[str, list[Row]] = field(default_factory=dict)
    """link type -> rows"""

    def node(self, label: str, /, **row: Any) -> None:
        """State a node."""
        self.nodes.setdefault(label, []).append(row)

    def link(self, kind: str, start: str, end: str, /, **row: Any) -> None:
        """State a link of type `kind` from the node with id `start` to the one with id `end`."""
        self.links.setdefault(kind, []).append({"from": start, "to": end, **row})


def slug(name: str) -> str:
    """The part of an id after its prefix: lower-case ASCII words joined by hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
