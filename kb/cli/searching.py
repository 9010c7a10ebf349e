"""`kb search`: ids by name."""

from __future__ import annotations

import sys
from typing import Any

import click
import orjson

from kb.cli.show import csv_rows, ruled
from kb.load.opening import open_base
from kb.ontology import NODES

__all__ = ["search"]

_COLUMNS = ("id", "name", "label", "score")


@click.command(short_help="Find ids by name.")
@click.argument("text")
@click.option(
    "--label", "labels", multiple=True, type=click.Choice(list(NODES), case_sensitive=False), help="May be repeated."
)
@click.option("--first", type=int, default=10, show_default=True, help="Hits at most.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="[table on a terminal, else json]",
)
@click.pass_obj
def search(settings: Any, text: str, labels: tuple[str, ...], first: int, form: str | None) -> None:
    """Find the ids of what has a name or alias like TEXT, best first. Small mistakes and accents are forgiven."""
    with open_base(settings()) as base:
        hits = base.search(text, labels, first)
    form = form or ("table" if sys.stdout.isatty() else "json")
    if form == "json":
        click.echo(orjson.dumps(hits, option=orjson.OPT_INDENT_2).decode())
    elif form == "csv":
        csv_rows(list(_COLUMNS), hits)
    elif hits:
        ruled({name: [hit[name] for hit in hits] for name in _COLUMNS})
    if not hits:
        click.echo("Nothing has a name like that.", err=True)
