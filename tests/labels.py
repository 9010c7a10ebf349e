"""Every label that a node can carry."""

from __future__ import annotations

from kb.ontology import ENTITY, NODES

LABELS = (ENTITY, *NODES, *(role for node in NODES.values() for role in node.role_labels))
