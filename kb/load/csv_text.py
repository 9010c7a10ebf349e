"""The records of a CSV file, each with its row number; nothing larger than a line is ever held in memory."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kb.errors import BadInput, Problem

__all__ = ["LONGEST_LINE", "Broken", "records"]

LONGEST_LINE = 1_000_000
"""bytes of one line; what is longer is refused without reading it to its end"""


class Broken(Exception):
    """From here on nobody can say where a row of the file begins or ends."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def records(path: Path, place: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every record, the header being row 1; blank lines are no records.

    Bytes that are no UTF-8 come as lone surrogates, which no value may have. Raises Broken, naming `place`.
    """
    try:
        with path.open("rb") as stream:
            reader = csv.reader(_lines(stream, place), strict=True)
            number = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise Broken(_explained(f"{place}:{number}:", str(error))) from error
                if cells:
                    yield number, cells
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(f"{place} cannot be read: {reason}.", argument="folder", hint="Make it readable.") from error


def _lines(stream: BinaryIO, place: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            shown = line[:40].decode("utf-8", "replace") + "…"
            rule = f"a line has at most {LONGEST_LINE} bytes"
            raise Broken(Problem(f"{place}:{number}:", shown, rule, "Shorten the value; the rest was not read."))
        if number == 1:
            if b"\0" in line or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # UTF-32's have a NUL
                hint = "It looks like UTF-16: save the file as UTF-8."
                raise Broken(Problem(f"{place}:1:", line[:40].decode("utf-8", "replace"), "not UTF-8", hint))
            line = line.removeprefix(codecs.BOM_UTF8)
        yield line.decode("utf-8", "surrogateescape")


def _explained(place: str, error: str) -> Problem:
    if "unexpected end of data" in error:
        rule = "a quoted value ends with a quote"
        return Problem(place, "", rule, "The file is cut off, or a quote is missing: get it whole, or add the quote.")
    if "field larger" in error:
        return Problem(place, "", "a value has at most 100,000 characters", "Shorten it, or close its quote.")
    return Problem(place, "", f"RFC 4180 ({error})", 'Put a value with commas or quotes in quotes and double its ".')
