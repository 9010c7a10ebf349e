"""Links that a rule gives, into the base: those of an earlier run that no longer follow go, what others state stays."""

from __future__ import annotations

from dataclasses import dataclass

from kb import ddl
from kb.db import Database, Progress
from kb.load.facts import Facts, Row
from kb.load.renewing import remove
from kb.load.staging import period, same_link
from kb.records import row_of

__all__ = ["Inferred", "infer"]


@dataclass(frozen=True)
class Inferred:
    """What became of the links of a rule."""

    written: int
    """links as they are now"""
    removed: int
    """links of an earlier run that no longer follow from the facts"""


def infer(base: Database, kind: str, rule: str, rows: list[Row], progress: Progress | None = None) -> Inferred:
    """Makes the links of the type that have this rule the ones in `rows`; what others state is another link."""
    current = {_key(kind, row) for row in rows}
    known = base.stream(ddl.stated_by(kind), {"source": None, "rule": rule})
    found = ((one["element"], row_of(one["props"], (one["from"], one["to"]))) for one in known)
    stale = [element for element, row in found if _key(kind, row) not in current]
    removed = remove(base, kind, stale)
    written = base.write(Facts(links={kind: rows}), progress)
    return Inferred(written.get(kind, 0), removed)


def _key(kind: str, row: Row) -> tuple[int, tuple[int, int]]:
    return same_link(kind, row), period(row)
