"""`kb schema`, `kb doctor`, `kb completion`: what there is, and what is wrong."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import get_completion_class

from kb import ddl
from kb.cli.health import findings

__all__ = ["completion", "doctor", "schema"]


@click.group(short_help="Print the GraphQL schema, or constraints.")
def schema() -> None:
    """Print a schema that follows from the declaration."""


@schema.command("graphql")
def schema_graphql() -> None:
    """The GraphQL schema (SDL)."""
    from api.schema import sdl

    click.echo(sdl(), nl=False)


@schema.command("cypher")
def schema_cypher() -> None:
    """Constraints and indexes."""
    click.echo(";\n".join((*ddl.schema(), "")), nl=False)


@click.command(short_help="Say what was found, and what to do.")
@click.pass_obj
def doctor(settings: Any) -> None:
    """Say what was found (engine, versions, counts, constraints, free space, ports) and what to do."""
    wrong = 0
    for finding in findings(settings()):
        click.echo(f"{'ok  ' if finding.good else 'BAD '} {finding.name}: {finding.found}")
        if not finding.good:
            wrong += 1
            click.echo(f"     {finding.hint}")
    if wrong:
        raise click.exceptions.Exit(1)


@click.command(short_help="Print the script that completes `kb`.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes `kb` in SHELL, e.g. for `eval "$(kb completion bash)"`."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "kb", "_KB_COMPLETE").source())
