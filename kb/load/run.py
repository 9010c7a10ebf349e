"""Bring facts into a knowledge base: every check comes before the first write; and write a base out as a folder.

A load that breaks off is completed by running it again, and running it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kb import ddl
from kb.db import Database
from kb.errors import BadFacts, Problem
from kb.load.checking import Verdict, check
from kb.load.csv_form import PARTS, Table, facts_tables, tables, write_rows
from kb.load.existing import Existing
from kb.load.facts import Facts, Row
from kb.load.progress import Tell, say, telling
from kb.load.rejected import check_rejected, write_rejected
from kb.load.replacing import replaced_folder
from kb.load.staging import Staging
from kb.ontology import LINKS, NODES
from kb.records import row_of
from kb.writing import write_links, write_nodes

__all__ = ["Loaded", "export_folder", "load_facts", "load_folder", "load_tables", "read"]


@dataclass(frozen=True)
class Loaded:
    """What came in."""

    nodes: dict[str, int] = field(default_factory=dict)
    """rows written, by label"""
    links: dict[str, int] = field(default_factory=dict)
    """rows written, by link type"""
    rejected: int = 0
    """rows left out"""
    problems: tuple[Problem, ...] = ()
    """why, at most 100,000 of them"""


def load_folder(
    base: Database, folder: Path, *, strict: bool = True, rejected: Path | None = None, progress: bool = True
) -> Loaded:
    """Load a folder in the CSV form.

    Strict, a fault anywhere raises BadFacts and nothing is written. Else rows with faults are left out and stand,
    with their reasons, in the folder `rejected` (by default the subfolder `rejected` of `folder`).
    """
    into = None if strict else rejected or folder / "rejected"
    found, problems = tables(folder)
    if into is not None:
        check_rejected(folder, into)
    if problems:
        raise BadFacts(problems, hint="Nothing was written. Mend the files.")
    return _load(base, found, into, progress)


def load_facts(base: Database, facts: Facts, *, progress: bool = True) -> Loaded:
    """Load facts in memory through the same checks."""
    return load_tables(base, facts_tables(facts), progress=progress)


def load_tables(base: Database, found: list[Table], *, leaving: Collection[str] = (), progress: bool = True) -> Loaded:
    """Load tables, each read once; links of the base with an element id in `leaving` are about to go."""
    return _load(base, found, None, progress, leaving)


def read(folder: Path) -> Facts:
    """All rows of a folder in the CSV form, in memory; raises BadFacts unless all are well-formed and fit together.

    What rows refer to need not be there: a folder may be one part of a knowledge base.
    """
    found, problems = tables(folder)
    with Staging() as staging:
        verdict = check(found, staging, None, lambda name, count: None)
        if problems or verdict.broken or verdict.count:
            told = [*problems, *verdict.broken, *verdict.problems]
            raise BadFacts(told, hint="Mend the rows.", count=len(problems) + len(verdict.broken) + verdict.count)
        facts = Facts()
        for name in staging.names():
            into = facts.nodes if name in NODES else facts.links
            into[name] = [row for _, rows in staging.batches(name) for _, row in rows]
    return facts


def export_folder(base: Database, folder: Path, *, progress: bool = True) -> Loaded:
    """Write the whole knowledge base as a folder in the CSV form; the same base gives the same bytes."""
    nodes, links = base.counts()
    say(progress, "Writing")
    with replaced_folder(folder, tuple(PARTS)) as new, telling(progress, nodes | links) as tell:
        for label in nodes:
            write_rows(new / "nodes", label, _told(_nodes(base, label), label, tell))
        for kind in links:
            write_rows(new / "links", kind, _told(_links(base, kind), kind, tell))
    return Loaded(nodes, links)


def _load(
    base: Database, found: list[Table], rejected: Path | None, progress: bool, leaving: Collection[str] = ()
) -> Loaded:
    with Staging() as staging:
        say(progress, "Checking")
        with telling(progress) as tell:
            verdict = check(found, staging, Existing(base, leaving), tell)
        if verdict.broken:
            told = [*verdict.broken, *verdict.problems]
            count = len(verdict.broken) + verdict.count
            raise BadFacts(told, hint="Nothing was written. Mend the files.", count=count)
        if verdict.count and rejected is None:
            raise BadFacts(verdict.problems, count=verdict.count)
        if verdict.count and rejected is not None:
            write_rejected(rejected, verdict)
        say(progress, "Writing")
        with telling(progress, staging.counts) as tell:
            return _write(base, staging, verdict, tell)


def _write(base: Database, staging: Staging, verdict: Verdict, tell: Tell) -> Loaded:
    nodes, links = {}, {}
    for name in staging.names():
        rows = _rows(staging, verdict, name)
        if name in NODES:
            nodes[name] = write_nodes(base.change, name, rows, tell)
        else:
            links[name] = write_links(base.change, name, rows, tell)
    left_out = sum(map(len, verdict.bad.values()))
    return Loaded(_filled(nodes), _filled(links), left_out, tuple(verdict.problems))


def _filled(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def _rows(staging: Staging, verdict: Verdict, name: str) -> Iterator[Row]:
    for part, rows in staging.batches(name):
        bad = verdict.bad.get(part)
        yield from (row for number, row in rows if not bad or number not in bad)


def _nodes(base: Database, label: str) -> Iterator[Row]:
    return (row_of(found["props"]) for found in base.stream(ddl.export_nodes(label)))


def _links(base: Database, kind: str) -> Iterator[Row]:
    """By the start's id: labels in the order of their prefixes, which is the order of ids."""
    starts = {start.prefix: start.label for start, _ in LINKS[kind].ends}
    for _, label in sorted(starts.items()):
        for found in base.stream(ddl.export_links(kind, label)):
            yield row_of(found["props"], (found["from"], found["to"]))


def _told(rows: Iterator[Row], name: str, tell: Tell) -> Iterator[Row]:
    for row in rows:
        yield row
        tell(name, 1)
