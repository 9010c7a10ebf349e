"""Reads the files behind `kb.load.swift`: the list of BICs, and the four tables worked out for it."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import BadInput

__all__ = ["BankList", "Office", "read_offices", "read_table"]

_HINT = "Take the file again from its owner, unchanged; it is CSV in UTF-8, with a header."


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
    """code -> id of the organisation that stands in other sources too"""


def read_offices(path: Path) -> tuple[Office, ...]:
    """The offices in `swift_bic_2019.csv.gz`, each BIC once. BadInput names file, row and column."""
    found: dict[str, Office] = {}
    for number, row in enumerate(read_table(path, ("iso2", "bank", "city", "branch", "bic")), start=2):
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


def read_table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV (or .csv.gz), cut to `columns` and stripped. BadInput where it is broken or empty."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), restval="", strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(f"{path}:1: there is no column {missing[0]!r}.", argument="path", hint=_HINT)
        rows = [{column: (row[column] or "").strip() for column in columns} for row in reader]
    except csv.Error as error:
        raise BadInput(f"{path}:{reader.line_num}: {error}.", argument="path", hint=_HINT) from error
    if not rows:
        raise BadInput(f"{path} has no rows.", argument="path", hint=_HINT)
    return rows


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 at byte {error.start}.", argument="path", hint=_HINT) from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path} cannot be read: {error}.", argument="path", hint=_HINT) from error
