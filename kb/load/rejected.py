"""The rows that a load left out, in the CSV form again, and why."""

from __future__ import annotations

import csv
from pathlib import Path

from kb.load.checking import Verdict
from kb.load.replacing import replaced_folder
from kb.ontology import NODES

__all__ = ["REASONS", "write_rejected"]

REASONS = "reasons.csv"
"""file:row:column of the folder that was loaded, the value, the rule, what to do"""


def write_rejected(folder: Path, verdict: Verdict) -> None:
    """Write `nodes/`, `links/` with the rows as they stood, and `reasons/reasons.csv`; what was there before goes."""
    with replaced_folder(folder, ("nodes", "links", "reasons")) as new:
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
