"""`kb load`, `kb derive`, `kb export`: facts in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.load.derive import INFERRING, READ_LINKS
from kb.load.derive import derive as run_derive
from kb.load.opening import finished, open_as_is
from kb.load.opening import load_starter as run_starter
from kb.load.progress import say
from kb.load.rejected import REASONS
from kb.load.renewing import load_source
from kb.load.run import Loaded, export_folder, load_folder
from kb.load.sources import SOURCES

__all__ = ["derive", "export", "load"]


@click.group(short_help="Bring facts in.")
def load() -> None:
    """Bring facts in: the starter pack, a folder in the CSV form, or a source as its owner publishes it."""


@load.command("starter", short_help="The pack that comes with this package.")
@click.pass_obj
def load_starter(settings: Any) -> None:
    """Load the starter pack that comes with this package. Twice changes nothing."""
    chosen = settings()
    with open_as_is(chosen) as base:
        _tell(run_starter(base))
    finished(chosen)


@load.command("csv", short_help="A folder in the CSV form.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--strict/--skip-bad", default=True, help="Refuse a folder with faults whole (default), or load the rest."
)
@click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    help="Where --skip-bad leaves the rejected rows with their reasons [FOLDER/rejected].",
)
@click.pass_obj
def load_csv(settings: Any, folder: Path, strict: bool, rejected: Path | None) -> None:
    """Load a folder in the CSV form: nodes/<Label>.csv, links/<TYPE>.csv."""
    with open_as_is(settings()) as base:
        loaded = load_folder(base, folder, strict=strict, rejected=rejected)
    _tell(loaded)
    if not (loaded.nodes or loaded.links or loaded.rejected):
        click.echo(f"{folder} has no rows: nothing to load.")
    if loaded.rejected:
        where = rejected or folder / "rejected"
        click.echo(f"{loaded.rejected:>9,}  rejected rows, in {where}; why: {where / 'reasons' / REASONS}", err=True)
    _tell_derive(loaded)


def _source_command(name: str) -> click.Command:
    source = SOURCES[name]

    @click.command(name, help=source.about, short_help=source.about.partition("\n\n")[0])
    @click.argument("path", type=click.Path(path_type=Path))
    @click.pass_obj
    def command(settings: Any, path: Path) -> None:
        with open_as_is(settings()) as base:
            renewed = load_source(base, name, source.read(path))
        _tell(renewed.loaded)
        for kind, count in renewed.removed.items():
            click.echo(f"{count:>9,}  {kind} that the source no longer states, removed")
        for kind, count in renewed.forgotten.items():
            click.echo(f"{count:>9,}  {kind} that only other sources state now")
        _tell_derive(renewed.loaded)

    return command


for _name in SOURCES:
    load.add_command(_source_command(_name))


@click.command(short_help="Compute the links that rules infer.")
@click.pass_obj
def derive(settings: Any) -> None:
    """Compute the links that rules infer (SERVES, and hubs' PART_OF), and remove those that no longer follow."""
    with open_as_is(settings()) as base:
        say(True, INFERRING)
        outcome = run_derive(base)
    for kind, inferred in (("SERVES", outcome.serves), ("PART_OF", outcome.parts)):
        click.echo(f"{inferred.written:>9,}  {kind} inferred")
        click.echo(f"{inferred.removed:>9,}  stale ones removed")
    for country, count in outcome.unplaced_offices.items():
        click.echo(f"{count:>9,}  offices in {country} left out: their province is unknown")
    if outcome.countries_without_table:
        click.echo(f"No links for hubs in {', '.join(outcome.countries_without_table)}: no input-output table.")
    for country, industry in outcome.industries_without_flows:
        click.echo(f"No links for hubs of {industry} in {country}: no purchases of services loaded (kb load wiod).")


@click.group()
def export() -> None:
    """Write the knowledge base out."""


@export.command("csv", short_help="A folder in the CSV form.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def export_csv(settings: Any, folder: Path) -> None:
    """Write everything to FOLDER in the CSV form: its nodes/ and links/ are replaced, all at once, if it has them."""
    with open_as_is(settings()) as base:
        export_folder(base, folder)
    click.echo(f"Written to {folder}.")


def _tell(loaded: Loaded) -> None:
    for name, count in (*loaded.nodes.items(), *loaded.links.items()):
        click.echo(f"{count:>9,}  {name}")


def _tell_derive(loaded: Loaded) -> None:
    if not READ_LINKS.isdisjoint(loaded.links):
        click.echo("Now run `kb derive`: links that rules infer from these are not renewed by a load.")
