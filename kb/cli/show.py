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

from kb.meta import Answer, PropType
from kb.questions.plain import cells, plain

__all__ = ["fitting", "show", "spared"]

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
    columns = cells(type(answer))
    if form == "csv":
        _csv([p.graphql_name for p in columns], rows)
    else:
        _table(columns, rows)
    left = whole["totalCount"] - offset - len(rows)
    if left > 0:
        click.echo(f"… and {left} more rows (--first, --offset)", err=True)
    for caveat in whole["caveats"]:
        click.echo(f"{caveat['code']}: {caveat['text']}", err=True)


def _csv(names: list[str], rows: list[dict[str, Any]]) -> None:
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


def _table(columns: tuple[PropType, ...], rows: list[dict[str, Any]]) -> None:
    """As many columns as fit the terminal; all of them where there is none."""
    console = Console() if sys.stdout.isatty() else Console(width=1_000)
    names = [p.graphql_name for p in columns]
    filled = {
        name: [_short(row[name]) for row in rows]
        for name, p in zip(names, columns, strict=True)
        if not p.prop.detail and any(row[name] is not None for row in rows)
    }
    widths = {name: _width(name, column) for name, column in filled.items()}
    kept = fitting(widths, spared(columns), console.width)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, _GAP, 0, 0), pad_edge=False)
    for name in kept:
        numeric = any(isinstance(row[name], float) for row in rows)
        long = widths[name] >= _LEAST
        table.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=not long)
    for row in zip(*(filled[name] for name in kept), strict=True):
        table.add_row(*row)
    console.print(table)
    if left_out := [name for name in names if name not in kept]:
        click.echo(f"Not shown: {', '.join(left_out)} (--format json, csv; some on a wider terminal).", err=True)


def spared(columns: tuple[PropType, ...]) -> list[str]:
    """The columns that a narrow table does without, the first to go first."""
    return [p.graphql_name for p in sorted(columns, key=lambda p: p.prop.spared) if p.prop.spared]


def fitting(widths: dict[str, int], first: list[str], room: int) -> list[str]:
    """The columns that fit in `room` characters, without the less telling ones, `first` to last."""
    kept = list(widths)
    for name in first:
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
