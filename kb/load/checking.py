"""Judge rows, one by one, then against one another, then against what the knowledge base has; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kb.errors import Problem
from kb.load.csv_form import Table
from kb.load.csv_text import Broken
from kb.load.existing import Existing
from kb.load.facts import Row
from kb.load.staging import ROWS, Clash, Staging, references
from kb.ontology import LINKS, NODES
from kb.validate import Fault

__all__ = ["KEPT", "Verdict", "check"]

BATCH = 2_000
"""rows that are read before they are put away"""
KEPT = 100_000
"""problems that are kept; those after them are only counted"""

Tell = Callable[[str, int], None]


@dataclass
class Verdict:
    """What is wrong with a set of tables."""

    tables: Sequence[Table]
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    bad: dict[int, set[int]] = field(default_factory=dict)
    """table -> numbers of rows that have a fault"""
    broken: list[Problem] = field(default_factory=list)
    """faults of a file, not of a row: no row of it can be trusted"""

    def blame(self, place: int, fault: Fault) -> None:
        """Note a fault of the row at `place`."""
        part, row = divmod(place, ROWS)
        self.bad.setdefault(part, set()).add(row)
        self.count += 1
        if len(self.problems) < KEPT:
            self.problems.append(Problem(f"{self.name(place)}:{fault.column}", *fault[1:]))

    def is_bad(self, place: int) -> bool:
        """Whether the row at `place` has a fault."""
        part, row = divmod(place, ROWS)
        return row in self.bad.get(part, ())

    def name(self, place: int) -> str:
        """The place as a reader knows it: file:row."""
        part, row = divmod(place, ROWS)
        return f"{self.tables[part].place}:{row}"


def check(tables: Sequence[Table], staging: Staging, existing: Existing | None, tell: Tell) -> Verdict:
    """Read all rows of `tables` into `staging` and judge them.

    `existing` is the knowledge base that they shall go into; without it, ends may be missing.
    """
    verdict = Verdict(tables)
    for part, table in enumerate(tables):
        _read(part, table, staging, verdict, tell)
    _once(verdict, staging.repeated_ids(), Fault("id", "", "an id stands once", "Join the rows, or rename one."))
    shared = Fault("", "", "a value that only one node has", "Correct one of the two, or join them.")
    _once(verdict, staging.repeated_values(), shared)
    if existing is not None:
        _held_by_others(verdict, staging, existing)
        _references(verdict, staging, existing)
    same = "a link stands once: type, ends, basis, rule and key agree and the periods overlap"
    _once(verdict, staging.overlapping_links(), Fault("since", "", same, "Join the rows, or part their periods."))
    one = "one end at any date"
    _once(verdict, staging.overlapping_ends(), Fault("to", "", one, "Give the earlier one an `until`."))
    if existing is not None:
        _second_ends(verdict, staging, existing)
    return verdict


def _read(part: int, table: Table, staging: Staging, verdict: Verdict, tell: Tell) -> None:
    good: list[tuple[int, Row]] = []
    read = 0
    try:
        for number, raw in table.rows():
            row, faults = table.read(raw)
            for fault in faults:
                verdict.blame(part * ROWS + number, fault)
            if not faults:
                good.append((number, row))
            read += 1
            if read % BATCH == 0:
                staging.add(table.name, part, good)
                good = []
                tell("checked", BATCH)
    except Broken as broken:
        verdict.broken.append(broken.problem)
    staging.add(table.name, part, good)
    tell("checked", read % BATCH)


def _once(verdict: Verdict, clashes: Iterable[Clash], fault: Fault) -> None:
    dropped = []
    for clash in clashes:
        if not verdict.is_bad(clash.place) and not verdict.is_bad(clash.other):
            value = f"stands at {verdict.name(clash.other)} too"
            dropped.append((clash.place, fault._replace(value=value)))
    for place, found in sorted(dropped):
        verdict.blame(place, found)


def _held_by_others(verdict: Verdict, staging: Staging, existing: Existing) -> None:
    for place, column, value, holder in existing.held(staging.values()):
        hint = f"Correct it, or correct {holder}, which has it in the knowledge base."
        verdict.blame(place, Fault(column, value, "a value that only one node has", hint))


def _references(verdict: Verdict, staging: Staging, existing: Existing) -> None:
    """Rows that refer to nothing, and rows that refer to a row left out for that, and so on."""
    while True:
        for part, rows in verdict.bad.items():
            if verdict.tables[part].name in NODES:
                staging.drop_nodes([part * ROWS + row for row in rows])
        missing = existing.unknown(staging.missing())
        if not missing or not _blame_references(verdict, staging, missing):
            return


def _blame_references(verdict: Verdict, staging: Staging, missing: set[str]) -> bool:
    """Whether a node was left out, so that others may refer to nothing now."""
    dropped = False
    for name in staging.names():
        for place, row in _good(verdict, staging, name):
            for column, identifier in references(name, row):
                if identifier in missing:
                    rule = "a node of this folder or of the knowledge base"
                    verdict.blame(place, Fault(column, identifier, rule, "Add its row, or correct the id."))
                    dropped |= name in NODES
    return dropped


def _second_ends(verdict: Verdict, staging: Staging, existing: Existing) -> None:
    for name in staging.names():
        if name in LINKS and LINKS[name].to_one:
            for place, other in existing.other_ends(name, _good(verdict, staging, name), staging):
                hint = f"The knowledge base has {other}; part the periods, or take that one out first."
                verdict.blame(place, Fault("to", "", "one end at any date", hint))


def _good(verdict: Verdict, staging: Staging, name: str) -> Iterator[tuple[int, Row]]:
    for part, rows in staging.batches(name):
        for number, row in rows:
            if not verdict.is_bad(part * ROWS + number):
                yield part * ROWS + number, row
