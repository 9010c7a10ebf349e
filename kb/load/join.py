"""What several sources say of one node or one link, joined to one statement.

Nodes are one by id. The part that comes first names the node and states its single values; the names of the others
become aliases, what only they state is added, and lists are united.

Links are one when type, ends, basis, rule and the key that the ontology declares agree and their periods overlap. Their
sources stand together and their periods are united. Numbers come from the newest statement: by the link's `year`, then
the day its source was published, then read, then the source's id; what the newest leaves open comes from the next one
that is not of another year. The number of `sites` in a list that was taken whole goes before that of single reports.

LOCATED_IN and HEADQUARTERED_IN have one end at any date. Where sources disagree the stronger basis stays (OBSERVED,
INFERRED, ASSUMED), then the part that comes first; what gave way is returned beside the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.meta import Basis
from kb.ontology import LINKS

__all__ = ["Joined", "join", "join_parts"]

_FIRST, _LAST = date.min, date.max
_STRENGTH = {basis.value: rank for rank, basis in enumerate(Basis)}
_PART = "_part"


@dataclass(frozen=True)
class Joined:
    """The joined facts, and the links of to-one types that gave way: (link type, row)."""

    facts: Facts
    gave_way: tuple[tuple[str, Row], ...]


def join(parts: Sequence[Facts]) -> Facts:
    """One node an id, one link an identity; earlier parts go before later ones."""
    return join_parts(parts).facts


def join_parts(parts: Sequence[Facts]) -> Joined:
    """As `join`, telling what gave way.

    Raises BadInput where two parts give one id to two labels.
    """
    facts = Facts(nodes=_nodes(parts))
    ages = {row["id"]: row for row in facts.nodes.get("Source", ())}
    gave_way: list[tuple[str, Row]] = []
    for kind in sorted({kind for part in parts for kind in part.links}):
        rows = [{**row, _PART: n} for n, part in enumerate(parts) for row in part.links.get(kind, ())]
        rows = _links(kind, rows, ages)
        if LINKS[kind].to_one:
            rows, dropped = _one_end(rows)
            gave_way += [(kind, _stated(row)) for row in dropped]
        facts.links[kind] = sorted((_stated(row) for row in rows), key=lambda row: _order(kind, row))
    return Joined(facts, tuple(gave_way))


def _nodes(parts: Sequence[Facts]) -> dict[str, list[Row]]:
    found: dict[str, tuple[str, Row]] = {}
    for part in parts:
        for label, rows in part.nodes.items():
            for row in rows:
                known = found.get(row["id"])
                if known and known[0] != label:
                    raise BadInput(
                        f"{row['id']} is a {known[0]} and a {label}.",
                        hint="Give one of the two nodes another id.",
                        rule="an id names one node",
                    )
                found[row["id"]] = (label, _node(known[1], row) if known else _tidy(row))
    nodes: dict[str, list[Row]] = {}
    for _, (label, row) in sorted(found.items()):
        nodes.setdefault(label, []).append(row)
    return nodes


def _node(first: Row, other: Row) -> Row:
    names = {**other, "aliases": (other.get("name"), *(other.get("aliases") or ()))}
    return _tidy({**_filled(first, {k: v for k, v in names.items() if k != "name"}), "name": first["name"]})


def _tidy(row: Row) -> Row:
    """Without missing values, and without a name that stands twice."""
    kept = {k: v for k, v in row.items() if v is not None and v != ()}
    spelt = {str(row.get("name", "")).casefold()}
    aliases = []
    for alias in row.get("aliases") or ():
        if alias and alias.casefold() not in spelt:
            spelt.add(alias.casefold())
            aliases.append(alias)
    kept.pop("aliases", None)
    return {**kept, "aliases": tuple(aliases)} if aliases else kept


def _filled(first: Row, other: Row) -> Row:
    """`first`, with what only `other` states, and their lists united."""
    row = dict(first)
    for name, value in other.items():
        if isinstance(value, tuple):
            row[name] = tuple(dict.fromkeys((*(row.get(name) or ()), *value)))
        elif row.get(name) is None:
            row[name] = value
    return row


def _links(kind: str, rows: Iterable[Row], ages: Mapping[str, Row]) -> list[Row]:
    same: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        same.setdefault(_identity(kind, row), []).append(row)
    return [_merged(group, ages) for rows in same.values() for group in _overlapping(rows)]


def _identity(kind: str, row: Row) -> tuple[Any, ...]:
    return (row["from"], row["to"], *(row.get(name) for name in LINKS[kind].identity()))


def _overlapping(rows: list[Row]) -> list[list[Row]]:
    """The rows in groups whose periods overlap, directly or by way of others."""
    if len(rows) == 1:
        return [rows]
    groups: list[list[Row]] = []
    end = _FIRST
    for row in sorted(rows, key=_since):
        if not groups or _since(row) >= end:
            groups.append([])
            end = _until(row)
        groups[-1].append(row)
        end = max(end, _until(row))
    return groups


def _merged(group: list[Row], ages: Mapping[str, Row]) -> Row:
    if len(group) == 1:
        return group[0]
    newest = sorted(group, key=lambda row: _age(row, ages), reverse=True)
    first, *others = newest
    row = dict(first)
    for other in others:
        if None in (row.get("year"), other.get("year")) or row["year"] == other["year"]:
            row = _filled(row, other)
    listed = [r["sites"] for r in newest if r.get("sites") is not None and _exhaustive(r, ages)]
    if listed:
        row["sites"] = listed[0]
    row["since"] = None if any(r.get("since") is None for r in group) else min(map(_since, group))
    row["until"] = None if any(r.get("until") is None for r in group) else max(map(_until, group))
    row["sources"] = tuple(dict.fromkeys(s for r in newest for s in r.get("sources") or ()))
    row[_PART] = min(r[_PART] for r in group)
    return row


def _age(row: Row, ages: Mapping[str, Row]) -> tuple[int, date, date, str]:
    sources = [ages.get(identifier, {"id": identifier}) for identifier in row.get("sources") or ()]
    newest = max(((s.get("published") or _FIRST, s.get("retrieved") or _FIRST, s["id"]) for s in sources), default=None)
    return (row.get("year") or 0, *(newest or (_FIRST, _FIRST, "")))


def _exhaustive(row: Row, ages: Mapping[str, Row]) -> bool:
    return any(ages.get(source, {}).get("exhaustive") for source in row.get("sources") or ())


def _one_end(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    kept: dict[str, list[Row]] = {}
    dropped = []
    for row in sorted(rows, key=lambda r: (r["from"], _STRENGTH[r["basis"]], r[_PART], r["to"], _since(r))):
        others = kept.setdefault(row["from"], [])
        if any(_since(row) < _until(other) and _since(other) < _until(row) for other in others):
            dropped.append(row)
        else:
            others.append(row)
    return [row for group in kept.values() for row in group], dropped


def _since(row: Row) -> date:
    return row.get("since") or _FIRST


def _until(row: Row) -> date:
    return row.get("until") or _LAST


def _stated(row: Row) -> Row:
    return {k: v for k, v in row.items() if v is not None and v != () and k != _PART}


def _order(kind: str, row: Row) -> tuple[str, ...]:
    return (*("" if part is None else str(part) for part in _identity(kind, row)), _since(row).isoformat())
