"""The command `kb`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

import kb
from kb.cli.lean import without
from kb.errors import BadInput, KbError, NotFound
from kb.settings import Settings

with without("numpy", "pandas", "pyarrow"):
    # The driver loads them where they are installed, for values that no command has: 50 MB, and half of the start.
    from kb.cli import asking, browsing, data, searching, serving, telling

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(kb.__version__, prog_name="kb")
@click.option(
    "--home",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder of the knowledge base and of its Neo4j (KB_HOME, ./.kb).",
)
@click.option("--uri", metavar="URI", help="A running Neo4j, neo4j://host:7687 (KB_URI); its password: KB_PASSWORD.")
@click.option("--user", metavar="NAME", help="User at that Neo4j (KB_USER, neo4j).")
@click.option("--database", metavar="NAME", help="Database at that Neo4j (KB_DATABASE).")
@click.pass_context
def cli(context: click.Context, /, **options: Any) -> None:
    """Ask which services follow a production hub out of a country: a knowledge base of supply chains.

    `kb serve` starts everything; `kb ask servicesFollowing --help` shows what can be asked.
    """
    given = {name: value for name, value in options.items() if value is not None}
    context.obj = lambda **more: Settings.read(os.environ, **given, **more)


cli.add_command(serving.serve)
cli.add_command(data.load)
cli.add_command(data.derive)
cli.add_command(asking.ask)
cli.add_command(searching.search)
cli.add_command(data.export)
cli.add_command(browsing.browser)
cli.add_command(telling.schema)
cli.add_command(telling.doctor)
cli.add_command(telling.completion)


def main() -> None:
    """Run the command line; an error of ours is told in a few lines, and ends with exit code 2 (input) or 1."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KbError as error:
        click.echo(f"kb: {error}", err=True)
        sys.exit(2 if isinstance(error, BadInput | NotFound) else 1)
    except OSError as error:
        click.echo(f"kb: {error.strerror or 'The system refused'}. Look at the disk it writes to.", err=True)
        sys.exit(1)
