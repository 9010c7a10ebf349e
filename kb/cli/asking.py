"""`kb ask`: one command a question."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from kb.cli.options import arguments, options
from kb.cli.show import show
from kb.errors import BadInput
from kb.load.opening import open_base
from kb.meta import Question
from kb.questions import QUESTIONS
from kb.questions.arguments import read
from kb.settings import Settings

__all__ = ["ask", "question_command"]

_FORMATS = ("table", "json", "csv")
_MOST = 1_000_000
"""rows that one command shows"""
_IN_TABLE, _ELSE = 20, 1_000
"""rows that it shows unless asked for more or fewer: a table is read, JSON and CSV go on to a program"""


@click.group(short_help="Ask a question: a table, JSON or CSV.")
def ask() -> None:
    """Ask a question: rows as a table, JSON or CSV, with nodes as ids."""


def question_command(question: type[Question], run: Callable[..., None], *more: click.Parameter) -> click.Command:
    """A command with the question's arguments as options; `run` gets the settings, the question and `more`."""

    def callback(**given: Any) -> None:
        asked = read(question, arguments(question, given))
        own = {p.name: given[p.name] for p in more if p.name}
        run(click.get_current_context().obj, asked, **own)

    text = " ".join((question.__doc__ or "").split())
    parameters = [*options(question), *more]
    return click.Command(question.asked, params=parameters, callback=callback, help=text, short_help=text)


def _ask(
    settings: Callable[[], Settings], question: Question, form: str | None, first: int | None, offset: int
) -> None:
    form = form or ("table" if sys.stdout.isatty() else "json")
    first = (_IN_TABLE if form == "table" else _ELSE) if first is None else first
    if not 1 <= first <= _MOST:
        message = f"--first is {first}; it must be 1 to {_MOST}."
        raise BadInput(message, argument="first", rule=f"1..{_MOST}", hint="Say how many rows you want.")
    if offset < 0:
        message = f"--offset is {offset}; it must not be negative."
        raise BadInput(message, argument="offset", rule=">= 0", hint="Say how many rows to leave out.")
    with open_base(settings()) as base:
        answer = base.ask(question)
        show(answer, form, first, offset)


for _question in QUESTIONS.values():
    ask.add_command(
        question_command(
            _question,
            _ask,
            click.Option(["--format", "form"], type=click.Choice(_FORMATS), help="[table on a terminal, else json]"),
            click.Option(["--first"], type=int, help=f"Rows at most. [a table {_IN_TABLE}, else {_ELSE}]"),
            click.Option(["--offset"], type=int, default=0, show_default=True, help="Rows left out before them."),
        )
    )
