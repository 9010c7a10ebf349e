"""The rows that a load left out, in the CSV form again, and why."""

from __future__ import annotations

import csv
from pathlib import Path

from kb.errors import BadInput
from kb.load.checking import Verdict
from kb.load.replacing import replaced_folder
from kb.ontology import NODES

__all__ = ["REASONS", "check_rejected", "write_rejected"]

REASONS = "reasons.csv"
"""file:row:column of the folder that was loaded, the value, the rule, what to do"""
WRITTEN = ("nodes", "links", "reasons")
"""subfolders that rejected rows take over"""


def check_rejected(folder: Path, rejected: Path) -> None:
    """Raises BadInput where rows rejected from `folder` would take the place of its files, or of other facts."""
    source, target = folder.resolve(), rejected.resolve()
    kept = [(folder / part).resolve() for part in ("nodes", "links")]
    lost = [(rejected / part).resolve() for part in WRITTEN]
    mixed = any(target == part or part in target.parents for part in kept)
    holds = any(part == source or part in source.parents for part in lost)
    facts = not (rejected / "reasons").is_dir() and any((rejected / part).exists() for part in ("nodes", "links"))
    if target == source or mixed or holds or facts:
        raise BadInput(
            f"Files of facts in {rejected} would be lost.",
            argument="rejected",
            rule="a folder that is new, or holds rows rejected before",
            hint="Name a new folder.",
        )


def write_rejected(folder: Path, verdict: Verdict) -> None:
    """Write `nodes/`, `links/` with the rows as they stood, and `reasons/reasons.csv`; what was there before goes."""
    with replaced_folder(folder, WRITTEN) as new:
        for part, bad in sorted(verdict.bad.items()):
            table = verdict.tables[part]
            path = new / ("nodes" if table.name in NODES else "links") / Path(table.place).name
            with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(table.header)
                writer.writerows(raw for number, raw in table.rows() if number in bad)
        with (new / "reasons" / REASONS).open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("place", "value", "rule", "hint"))
            writer.writerows((p.place, p.value, p.rule, p.hint) for p in verdict.problems)
