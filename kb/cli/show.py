"""An answer on the terminal, as JSON, or as CSV."""

from __future__ import annotations

import csv
import sys
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table

from kb.meta import Answer
from kb.questions.plain import columns, plain

__all__ = ["show"]

_NARROW = ("phi", "followLow", "followHigh", "conditions", "unknownLinks")
"""columns that a table leaves to JSON and CSV"""


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
        _table([name for name in names if name not in _NARROW and any(row[name] is not None for row in rows)], rows)
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


def _table(names: list[str], rows: list[dict[str, Any]]) -> None:
    table = Table(header_style="bold")
    for name in names:
        numeric = any(isinstance(row[name], float) for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_short(row[name]) for name in names))
    Console().print(table)


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.6f}"
    return _cell(value)
