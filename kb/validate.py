"""From a raw row to a row of facts, or to the list of its faults. Pure.

A `Reader` is made once for a label or link type and the columns at hand, and then applied row by row: to text as it
stands in a CSV file, or to Python values as a loader states them. What concerns more than one row (ids that stand
twice, ends that exist nowhere) is not judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from kb.meta import Basis, Link, Node, PropType, props
from kb.ontology import LINKS, NODES
from kb.values import LONGEST, Wrong, from_text, from_value

__all__ = ["LONGEST", "Fault", "Reader", "check", "columns", "refers", "unknown_columns"]


REMEMBERED = 500
"""cells of a column whose value is not worked out again"""
MOST_COLUMNS = 1_000
"""more of them are told as one fault"""


class Fault(NamedTuple):
    """One fault of one cell."""

    column: str
    value: str
    rule: str
    hint: str


Row = dict[str, Any]
Parse = Callable[[Any], Any]
Rule = Callable[[Row], Fault | None]


class Reader:
    """Reads rows of one label or link type."""

    def __init__(self, name: str, header: Sequence[str] | None = None) -> None:
        self.kinds = {prop.name: prop for prop in _kinds(name)}
        self.header = tuple(self.kinds if header is None else header)
        known = [column for column in self.header if column in self.kinds]
        self._text: list[tuple[str, Parse, dict[str, Any]]] = [(c, from_text(self.kinds[c]), {}) for c in known]
        self._value = {column: from_value(kind) for column, kind in self.kinds.items()}
        self._required = [column for column, kind in self.kinds.items() if kind.required]
        self._rules = _rules(name)

    def text(self, cells: Sequence[str]) -> tuple[Row, list[Fault]]:
        """A row of facts from the cells of a CSV file, in the order of the header; empty = missing."""
        row: Row = {}
        faults: list[Fault] = []
        for cell, (column, parse, known) in zip(cells, self._text, strict=True):
            if not cell:
                continue
            value = known.get(cell)
            if value is None:
                try:
                    value = parse(cell)
                except Wrong as wrong:
                    faults.append(Fault(column, _shown(cell), wrong.rule, wrong.hint))
                    continue
                if len(known) < REMEMBERED:
                    known[cell] = value
            row[column] = value
        return row, self._finish(row, faults)

    def value(self, raw: Mapping[str, Any]) -> tuple[Row, list[Fault]]:
        """A row of facts from Python values; None and empty lists = missing."""
        row: Row = {}
        faults: list[Fault] = []
        for column, value in raw.items():
            if value is None or value == () or value == []:
                continue
            if column not in self._value:
                faults.append(Fault(column, _shown(value), *_unknown(column, self.kinds)))
                continue
            try:
                row[column] = self._value[column](value)
            except Wrong as wrong:
                faults.append(Fault(column, _shown(value), wrong.rule, wrong.hint))
        return row, self._finish(row, faults)

    def _finish(self, row: Row, faults: list[Fault]) -> list[Fault]:
        bad = {fault.column for fault in faults} if faults else ()
        for column in self._required:
            if column not in row and column not in bad:
                faults.append(Fault(column, "", "required", f"Give {column} a value."))
        for rule in self._rules:
            fault = rule(row)
            if fault is not None:
                faults.append(fault)
        return faults


def check(name: str, raw: Mapping[str, Any]) -> tuple[Row, list[Fault]]:
    """One row of Python values of the label or link type `name`, and its faults."""
    return Reader(name).value(raw)


def columns(name: str) -> tuple[str, ...]:
    """The columns of a label's or link type's CSV file, in order."""
    return tuple(prop.name for prop in _kinds(name))


def unknown_columns(name: str, header: Sequence[str]) -> list[Fault]:
    """What is wrong with a CSV file's header."""
    known = columns(name)
    if len(header) > MOST_COLUMNS:
        return [Fault("", f"{len(header):,} columns", f"at most {MOST_COLUMNS:,} columns", _use(known))]
    faults = [
        Fault(_shown(column), _shown(column), *_unknown(column, known)) for column in header if column not in known
    ]
    twice = sorted({_shown(column) for column, count in Counter(header).items() if count > 1})
    faults += [Fault(column, column, "a column stands once", "Remove one of the two.") for column in twice]
    first = ("id",) if name in NODES else ("from", "to")
    if tuple(header[: len(first)]) != first:
        rule = f"the first columns are {', '.join(first)}"
        faults.append(Fault(first[0], _shown(",".join(header[:3])), rule, "Put them first."))
    return faults


def refers(name: str) -> dict[str, tuple[str, ...]]:
    """Columns whose values are ids of nodes, and the labels that these may have; ends of a link left out."""
    return {prop.name: prop.prop.refers for prop in props(_declaration(name)) if prop.prop.refers}


def _declaration(name: str) -> type[Node] | type[Link]:
    return NODES[name] if name in NODES else LINKS[name]


def _kinds(name: str) -> tuple[PropType, ...]:
    """The properties of a row: a node's id is one of its label, a link has two ends."""
    identifier, *others = props(NODES.get(name, Node))
    if name in NODES:
        return (_end("id", identifier, [name]), *others)
    starts, ends = zip(*((start.label, end.label) for start, end in LINKS[name].ends), strict=True)
    return (_end("from", identifier, starts), _end("to", identifier, ends), *props(LINKS[name]))


def _end(name: str, identifier: PropType, labels: Iterable[str]) -> PropType:
    prop = replace(identifier.prop, refers=tuple(dict.fromkeys(labels)))
    return replace(identifier, name=name, prop=prop)


def _rules(name: str) -> tuple[Rule, ...]:
    return (_period,) if name in NODES else (_period, _rule_named, _ends(LINKS[name]))


def _period(row: Row) -> Fault | None:
    since, until = row.get("since"), row.get("until")
    if since is None or until is None or since < until:
        return None
    hint = "`until` is the first day on which it no longer holds."
    return Fault("until", str(until), f"later than since, {since}", hint)


def _rule_named(row: Row) -> Fault | None:
    if row.get("basis") != Basis.INFERRED or "rule" in row:
        return None
    return Fault("rule", "", "required where basis is INFERRED", "Name the rule that computed it.")


def _ends(link: type[Link]) -> Rule:
    pairs = frozenset((start.prefix, end.prefix) for start, end in link.ends)
    shown = ", ".join(f"{start.label} -> {end.label}" for start, end in link.ends)

    def rule(row: Row) -> Fault | None:
        start, end = row.get("from"), row.get("to")
        if start is None or end is None or (start.partition(":")[0], end.partition(":")[0]) in pairs:
            return None
        return Fault("to", end, f"{link.link_type} joins {shown}", "Check the ends.")

    return rule


def _unknown(column: str, known: Iterable[str]) -> tuple[str, str]:
    return "a column of the ontology", _use(known)


def _use(known: Iterable[str]) -> str:
    return f"Use one of {', '.join(known)}."


def _shown(value: Any) -> str:
    """The value as it can be printed: short, and bytes that are no UTF-8 written out."""
    text = str(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 80 else f"{text[:77]}…"
