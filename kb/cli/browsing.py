"""`kb browser`: Neo4j Browser, with an answer's subgraph if a question is named."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click

from kb.cli.asking import question_command
from kb.db import Database
from kb.load.opening import open_base
from kb.meta import Question
from kb.questions import QUESTIONS
from kb.questions.asking import browser_url
from kb.settings import Settings

__all__ = ["browser"]

_OPEN = click.Option(["--open/--no-open", "show"], default=True, help="Open it, or only print the link.")


@click.group(invoke_without_command=True, short_help="Open Neo4j Browser, also on an answer.")
@click.option("--open/--no-open", "show", default=True, help="Open it, or only print the link.")
@click.pass_context
def browser(context: click.Context, show: bool) -> None:
    """Open Neo4j Browser; with a question and its arguments, on the subgraph of its answer."""
    if context.invoked_subcommand is None:
        with open_base(context.obj()) as base:
            url = base.engine.http_url and browser_url(base.engine.http_url, base.bolt)
            _open(base, url, show)


def _explore(settings: Callable[[], Settings], question: Question, show: bool) -> None:
    with open_base(settings()) as base:
        answer = base.ask(question)
        if answer.explore_url is None:
            click.echo(answer.explore)
        _open(base, answer.explore_url, show)


def _open(base: Database, url: str | None, show: bool) -> None:
    engine = base.engine
    if url is None:
        click.echo(
            f"No Neo4j Browser is known for {engine.uri}: open its own, and paste the statement there.", err=True
        )
        return
    click.echo(url)
    if not show:
        return
    click.echo(
        f"User {engine.user}, password in {engine.password_file}. Ctrl-C ends Neo4j unless others use it.", err=True
    )
    webbrowser.open(url)
    _wait()


def _wait() -> None:
    with suppress(KeyboardInterrupt):
        while True:  # what waits for an event, Ctrl-C does not reach on Windows
            time.sleep(3600)


def _commands() -> dict[str, Any]:
    return {name: question_command(question, _explore, _OPEN) for name, question in QUESTIONS.items()}


for _command in _commands().values():
    browser.add_command(_command)
