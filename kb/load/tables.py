"""CSV files as their owners publish them, and the small tables that this package brings along, read whole."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from kb.errors import BadInput

__all__ = ["own_table", "read_table"]


def read_table(
    path: Path,
    columns: Sequence[str],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
    hint: str | None = None,
) -> list[dict[str, str]]:
    """The rows of a CSV file with all its columns, gzipped where its name ends in `.gz`.

    `hint` says what to do instead of naming a file with `columns`. Raises BadInput, with the file and where it is known
    the row, for a file that is missing, cut off, of another encoding or without a row, for a row of another width than
    the header, and for a column of `columns` that is not there.
    """
    reader = csv.DictReader(io.StringIO(_text(path, encoding, hint), newline=""), delimiter=delimiter, strict=True)
    said = hint or f"Name the CSV file with the columns {', '.join(columns)}."
    try:
        header = reader.fieldnames or ()
        missing = [column for column in columns if column not in header]
        if missing:
            raise BadInput(f"{path} has no column {missing[0]!r}.", argument="path", hint=said)
        rows = list(reader)
    except csv.Error as error:
        place = f"{path}:{reader.reader.line_num}"
        raise BadInput(f"{place} cannot be read: {error}.", argument="path", hint=said) from error
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadInput(f"{path}:{number}: not as many cells as the header.", argument="path", hint=said)
    if not rows:
        raise BadInput(f"{path} has no rows.", argument="path", hint=said)
    return rows


def own_table(name: str) -> list[dict[str, str]]:
    """The rows of a table of ours, which stands beside this module."""
    return list(csv.DictReader(io.StringIO((files("kb.load") / name).read_text(encoding="utf-8"))))


def _text(path: Path, encoding: str, hint: str | None) -> str:
    said = hint or "Take the file again from its owner, unchanged."
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{path} cannot be read: it is not {_NAMES.get(encoding, encoding)} at byte {error.start}."
        raise BadInput(message, argument="path", hint=said) from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path} cannot be read: {error}.", argument="path", hint=said) from error


_NAMES = {"utf-8-sig": "UTF-8"}
