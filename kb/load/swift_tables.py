"""Reads the files behind `kb.load.swift`: the list of BICs, and what was worked out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import BadInput
from kb.load.tables import read_table

__all__ = ["BankList", "Office", "read_offices"]

_HINT = "Take the file again from its owner, unchanged; it is CSV in UTF-8, with a header."
_COLUMNS = ("iso2", "bank", "city", "branch", "bic")


@dataclass(frozen=True)
class Office:
    """One BIC: an office of a bank."""

    iso2: str
    bank: str
    """the bank's name as the list has it there"""
    city: str
    branch: str
    bic: str

    @property
    def code(self) -> str:
        """The institution: the first four characters of the BIC."""
        return self.bic[:4]


@dataclass(frozen=True)
class BankList:
    """A list of BICs with what was worked out about it."""

    offices: tuple[Office, ...]
    corporates: frozenset[str] = frozenset()
    """codes of firms that are no banks"""
    homes: Mapping[str, str] | None = None
    """code -> alpha-3 of the bank's home"""
    home_names: Mapping[str, str] | None = None
    """code -> the bank's name, of the codes in `homes`"""
    provinces: Mapping[str, str] | None = None
    """city of China as written -> province"""
    ids: Mapping[str, str] | None = None
    """code -> id of the organisation that other sources have too, or other codes"""


def read_offices(path: Path) -> tuple[Office, ...]:
    """The offices in `swift_bic_2019.csv.gz`, each BIC once. BadInput names file, row and column."""
    found: dict[str, Office] = {}
    for number, cells in enumerate(read_table(path, _COLUMNS, hint=_HINT), start=2):
        row = {column: cells[column].strip() for column in _COLUMNS}
        for column, sizes in (("iso2", (2,)), ("bic", (8, 11))):
            if len(row[column]) not in sizes:
                raise BadInput(
                    f"{path}:{number}:{column}: {row[column]!r} has {len(row[column])} characters, not "
                    f"{' or '.join(map(str, sizes))}.",
                    argument="path",
                    hint=_HINT,
                )
        if not row["bank"]:
            raise BadInput(f"{path}:{number}:bank is empty.", argument="path", hint=_HINT)
        found.setdefault(row["bic"], Office(row["iso2"], row["bank"], row["city"], row["branch"], row["bic"]))
    return tuple(found.values())
