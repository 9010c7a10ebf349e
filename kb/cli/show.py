"""An answer on the terminal, as JSON, or as CSV."""

from __future__ import annotations

import csv
import sys
from typing import Any

import click
import orjson
from rich import box
from rich.console import Console
from rich.table import Table

from kb.meta import Answer
from kb.questions.plain import columns, plain

__all__ = ["fitting", "show"]

_DETAIL = ("phi", "followLow", "followHigh", "conditions", "unknownLinks")
"""columns that a table leaves to JSON and CSV"""
_SPARED = (
    *("remoteUsd", "lostUsd", "basis", "localisedBy", "barredBy", "present"),
    *("remote", "lost", "stakeUsd", "agreement", "followUsd", "stake"),
)
"""columns that a narrow terminal does without, in this order"""
_LEAST = 24
"""characters within which a text stays readable; a longer one is folded"""
_GAP = 2


def show(answer: Answer, form: str, first: int, offset: int) -> None:
    """Write the answer to standard output; caveats of a table or CSV go to standard error."""
    whole = plain(answer)
    rows = whole["rows"] = whole["rows"][offset : offset + first]
    if form == "json":
        click.echo(orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode())
        return
    names = columns(type(answer))
    if form == "csv":
        _csv(names, rows)
    else:
        _table(names, rows)
    left = whole["totalCount"] - offset - len(rows)
    if left > 0:
        click.echo(f"… and {left} more rows (--first, --offset)", err=True)
    for caveat in whole["caveats"]:
        click.echo(f"{caveat['code']}: {caveat['text']}", err=True)


def _csv(names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(item.replace("|", r"\|") for item in value)
    return repr(value) if isinstance(value, float) else str(value)


def _table(names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """As many columns as fit the terminal; all of them where there is none."""
    console = Console() if sys.stdout.isatty() else Console(width=1_000)
    cells = {
        name: [_short(row[name]) for row in rows]
        for name in names
        if name not in _DETAIL and any(row[name] is not None for row in rows)
    }
    kept = fitting({name: _width(name, column) for name, column in cells.items()}, console.width)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, _GAP, 0, 0), pad_edge=False)
    for name in kept:
        numeric = any(isinstance(row[name], float) for row in rows)
        long = _width(name, cells[name]) >= _LEAST
        table.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=not long)
    for row in zip(*(cells[name] for name in kept), strict=True):
        table.add_row(*row)
    console.print(table)
    if left_out := [name for name in names if name not in kept]:
        click.echo(f"Not shown: {', '.join(left_out)} (--format json, csv; some on a wider terminal).", err=True)


def fitting(widths: dict[str, int], room: int) -> list[str]:
    """The columns that fit in `room` characters, sparing the less telling ones."""
    kept = list(widths)
    for name in _SPARED:
        if sum(widths[one] + _GAP for one in kept) <= room:
            break
        if name in kept:
            kept.remove(name)
    return kept


def _width(name: str, cells: list[str]) -> int:
    return max(len(name), min(_LEAST, max(map(len, cells), default=0)))


def _short(value: Any) -> str:
    if isinstance(value, float):
        text = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.6f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text
    return _cell(value)
