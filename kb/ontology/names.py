"""Enumerations of the declaration's own names, for answers and arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.meta import Words
from kb.ontology import LINKS, NODES

__all__ = ["LinkType", "NodeLabel"]

if TYPE_CHECKING:
    LinkType = Words
    NodeLabel = Words
else:
    LinkType = Words("LinkType", {name: (name, link.__doc__) for name, link in LINKS.items()})
    LinkType.__doc__ = "Types of links."
    NodeLabel = Words(
        "NodeLabel",
        {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper(): (name, node.__doc__) for name, node in NODES.items()},
    )
    NodeLabel.__doc__ = "Labels of nodes; the value is the label itself."
