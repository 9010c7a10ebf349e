"""Reading the tables of treaties: every fault of a file names the file, the row and what to do."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from kb.errors import BadInput

__all__ = ["table", "whole"]


def table(path: Path, columns: Sequence[str], *, delimiter: str = ",", where: str) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV file (gzip where the name ends so) that has at least these columns.

    `where`: what the hint says of where to get the file. Raises BadInput for a file that is not there, not UTF-8, cut
    off, empty, or without a column.
    """
    try:
        with _opened(path) as file:
            reader = csv.DictReader(file, delimiter=delimiter, strict=True)
            rows = list(reader)
            header = reader.fieldnames or ()
    except OSError as error:
        raise _bad(f"{path.name}: {error.strerror or error}.", where) from error
    except (EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise _bad(f"{path.name}: not a whole UTF-8 CSV file ({error}).", where) from error
    missing = [column for column in columns if column not in header]
    if missing:
        raise _bad(f"{path.name}:1: no column {', '.join(missing)}.", where)
    if not rows:
        raise _bad(f"{path.name}: no rows.", where)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise _bad(f"{path.name}:{number}: not as many cells as the header.", where)
    return rows


def whole(text: str, path: str, row: int, column: str) -> int | None:
    """A whole number; None for NA or an empty cell. Raises BadInput naming the cell otherwise."""
    if text in ("NA", ""):
        return None
    if not text.isdecimal():
        raise BadInput(
            f"{path}:{row}:{column}: {text!r} is no whole number.",
            hint="Mend the cell, or leave it empty.",
            argument="path",
        )
    return int(text)


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.GzipFile(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _bad(message: str, where: str) -> BadInput:
    return BadInput(message, hint=where, argument="path")
