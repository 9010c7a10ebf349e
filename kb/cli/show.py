"""An answer on the terminal, as JSON, or as CSV."""

from __future__ import annotations

import csv
import shutil
import sys
from typing import Any

import click
import orjson
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.meta import Answer, PropType, props
from kb.questions.plain import cells, plain

__all__ = ["csv_rows", "fitting", "ruled", "show", "spared"]

_GAP = 2
"""characters between two columns: a blank of the one, and the place of a rule"""


def show(answer: Answer, form: str, first: int, offset: int) -> None:
    """Write the answer to standard output; caveats of a table or CSV go to standard error."""
    whole = plain(answer)
    count = len(whole["rows"])
    rows = whole["rows"] = whole["rows"][offset : offset + first]
    if form == "json":
        click.echo(orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode())
        return
    columns = cells(type(answer))
    if form == "csv":
        csv_rows([p.graphql_name for p in columns], rows)
    else:
        _table(columns, rows)
    left = count - offset - len(rows)
    if left > 0:
        click.echo(f"… and {left:,} more row{'' if left == 1 else 's'} (--first, --offset)", err=True)
    if form == "table":
        _totals(answer, whole)
    for caveat in whole.get("caveats", ()):
        click.echo(f"{caveat['code']}: {caveat['text']}", err=True)


def csv_rows(names: list[str], rows: list[dict[str, Any]]) -> None:
    """Write the rows to standard output as CSV."""
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
    names = [p.graphql_name for p in columns]
    filled = {
        name: [row[name] for row in rows]
        for name, p in zip(names, columns, strict=True)
        if not p.prop.detail and any(row[name] is not None for row in rows)
    }
    widths = {name: _width(name, column) for name, column in filled.items()}
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    kept = fitting(widths, spared(columns), room)
    ruled({name: filled[name] for name in kept})
    if left_out := [name for name in names if name not in kept]:
        click.echo(f"Not shown: {', '.join(left_out)} (--format json, csv; some on a wider terminal).", err=True)


def _totals(answer: Answer, whole: dict[str, Any]) -> None:
    """One line a category; how many providers there are is left to JSON."""
    kind = next((p.kind for p in props(type(answer)) if p.name == "totals"), None)
    if kind is not None and whole["totals"]:
        names = [p.graphql_name for p in props(kind) if p.kind is not int]
        click.echo("\nTotals, over all rows:")
        ruled({name: [total[name] for total in whole["totals"]] for name in names})


def ruled(columns: dict[str, list[Any]]) -> None:
    """Write a table with every cell whole and on one line, even where the terminal is narrower: ids are copied."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name, column in columns.items():
        numeric = any(isinstance(value, float) for value in column)
        table.add_column(name, justify="right" if numeric else "left", no_wrap=True)
    for row in zip(*columns.values(), strict=True):
        table.add_row(*(Text(_short(value)) for value in row))
    wide = sum(_width(name, column) + _GAP for name, column in columns.items())
    Console(width=wide).print(table)


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


def _width(name: str, column: list[Any]) -> int:
    return max(cell_len(text) for text in (name, *map(_short, column)))


def _short(value: Any) -> str:
    if isinstance(value, float):
        text = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.6f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ", ".join(" ".join(map(str, item.values())) for item in value)
    return _cell(value)
