"""CSV files as their owners publish them, read whole."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path

from kb.errors import BadInput

__all__ = ["read_table"]


def read_table(path: Path, columns: tuple[str, ...], *, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """Rows of a CSV file, gzipped where its name ends in `.gz`; a cell that a short row lacks is empty.

    Raises BadInput where the file cannot be read, has no row, or lacks one of `columns`.
    """
    hint = f"Name the CSV file with the columns {', '.join(columns)}."
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(encoding)
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
        rows = list(reader)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read: {error}.", argument="path", hint=hint) from error
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"{path} has no column {missing[0]!r}.", argument="path", hint=hint)
    if not rows:
        raise BadInput(f"{path} has no rows.", argument="path", hint=hint)
    return rows
