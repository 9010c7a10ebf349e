"""A tiny language to draw a graph of facts, one node or link a line.

::

    hub:a LOCATED_IN country:chn                       a link; ends that no line declares get what they must have
    org:p SERVES hub:a service:s seller_share=0.1      a link with its properties; a bare id is the `service`
    org:p PRESENT_IN country:vnm 2019..2021            it holds from 1 January 2019 until 1 January 2021
    org:p SERVES hub:a service:s INFERRED:R1           its basis and rule; without one it is OBSERVED
    service:s proximity=REMOTE                         a node with its properties
    # what follows is a remark

Values are read as numbers, dates and truth values where they look like one; `a|b` is a list, `none` is missing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from kb.load.facts import Facts, Row
from kb.ontology import LINKS, NODES, label_of

__all__ = ["drawn", "value"]

SOURCE = "source:drawn"

_BASIS = re.compile(r"(OBSERVED|INFERRED|ASSUMED)(?::(\S+))?")
_PERIOD = re.compile(r"(\d{4}(?:-\d\d-\d\d)?)?\.\.(\d{4}(?:-\d\d-\d\d)?)?")


def drawn(*texts: str) -> Facts:
    """The facts that the lines draw, every node named by a source."""
    nodes: dict[str, Row] = {}
    facts = Facts()
    for line in "\n".join(texts).splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1 and words[1] in LINKS:
            start, kind, end, *rest = words
            nodes.setdefault(start, {})
            nodes.setdefault(end, {})
            row = {"basis": "OBSERVED", "sources": (SOURCE,)} | _properties(rest)
            nodes.update({row[p]: nodes.get(row[p], {}) for p in ("service",) if p in row})
            facts.link(kind, start, end, **row)
        elif words:
            nodes.setdefault(words[0], {}).update(_properties(words[1:]))
    used = [source for rows in facts.links.values() for row in rows for source in row["sources"]]
    for identifier in (*nodes, *dict.fromkeys([SOURCE, *used])):
        label = label_of(identifier)
        assert label in NODES, f"{identifier} is no node's id"
        facts.node(label, **_defaults(label, identifier) | nodes.get(identifier, {}))
    return facts


def value(text: str) -> Any:
    """What a word of the drawing stands for."""
    if "|" in text:
        return tuple(value(part) for part in text.split("|") if part)
    if text in {"true", "false", "none"}:
        return {"true": True, "false": False}.get(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", text) else text


def _properties(words: list[str]) -> Row:
    row: Row = {}
    for word in words:
        name, equals, rest = word.partition("=")
        if period := _PERIOD.fullmatch(word):
            row |= {"since": _day(period[1]), "until": _day(period[2])}
        elif basis := _BASIS.fullmatch(word):
            row |= {"basis": basis[1], "rule": basis[2] or ("drawn" if basis[1] == "INFERRED" else None)}
        elif equals:
            row[name] = (value(rest),) if name in {"sources", "provisions"} and "|" not in rest else value(rest)
        else:
            row["service"] = word
    return {name: item for name, item in row.items() if item is not None}


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    return date.fromisoformat(text if "-" in text else f"{text}-01-01")


def _defaults(label: str, identifier: str) -> Row:
    slug = identifier.partition(":")[2]
    must: dict[str, Row] = {
        "Country": {"iso3": slug.upper()},
        "Government": {"kind": "NATIONAL"},
        "Service": {"category": "FINANCIAL", "proximity": "IN_COUNTRY"},
        "Measure": {"kind": "MARKET_ACCESS"},
        "Source": {"title": slug},
    }
    return {"id": identifier, "name": slug} | must.get(label, {})
