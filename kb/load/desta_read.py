"""Cells of the tables of treaties."""

from __future__ import annotations

from kb.errors import BadInput

__all__ = ["whole"]


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
