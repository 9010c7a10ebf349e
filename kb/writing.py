"""Checked rows into the knowledge base, a few thousand in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kb import ddl
from kb.errors import Internal
from kb.ontology import LINKS
from kb.records import Stated, ahead, batches, chunks, link_record, node_record

__all__ = ["BATCH", "Change", "Progress", "write", "write_links", "write_nodes"]

BATCH = 5_000
"""rows in one transaction"""

Change = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""runs a writing statement in a transaction of its own"""
Progress = Callable[[str, int], None]
"""is told a label or link type and how many more of its rows are written"""


def write(change: Change, facts: Stated, progress: Progress) -> dict[str, int]:
    """Write rows, nodes first; gives how many, by label and type. The same again changes nothing."""
    counts = {label: write_nodes(change, label, rows, progress) for label, rows in facts.nodes.items()}
    counts |= {kind: write_links(change, kind, rows, progress) for kind, rows in facts.links.items()}
    return {name: count for name, count in counts.items() if count}


def write_nodes(change: Change, label: str, rows: Iterable[Mapping[str, Any]], progress: Progress) -> int:
    """Write the rows of one label."""
    written, text = 0, ddl.upsert_nodes(label)
    for batch in ahead(chunks(map(node_record, rows), BATCH)):
        change(text, {"rows": batch})
        written += len(batch)
        progress(label, len(batch))
    return written


def write_links(change: Change, kind: str, rows: Iterable[Mapping[str, Any]], progress: Progress) -> int:
    """Write the rows of one link type; raises Internal where an end is not there, which a check should have seen."""
    written, text = 0, ddl.upsert_links(kind)
    found = batches(rows, LINKS[kind].identity(), BATCH)
    for batch in ahead(list(map(link_record, links)) for links in found):
        matched = change(text, {"rows": batch})[0]["matched"]
        if matched != len(batch):
            raise Internal(f"{len(batch) - matched} {kind} links have an end that is not there.")
        written += len(batch)
        progress(kind, len(batch))
    return written
