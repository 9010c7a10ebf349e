"""What a long load is doing, on standard error: a line a step, and bars on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

__all__ = ["Tell", "say", "telling"]

Tell = Callable[[str, int], None]
"""is told what is at work (a label, a link type, a step) and how many more rows are done"""


def say(shown: bool, step: str) -> None:
    """A line that says which step begins."""
    if shown:
        print(f"{step} …", file=sys.stderr, flush=True)


@contextmanager
def telling(shown: bool, totals: dict[str, int] | None = None) -> Iterator[Tell]:
    """Something to tell; `totals` are the rows of each name, where they are known.

    Only a terminal shows it: elsewhere the steps are enough, and who called sums up what came in.
    """
    if shown and sys.stderr.isatty():
        with _bars() as bars:
            yield _on_bars(bars, totals or {})
    else:
        yield lambda name, count: None


def _bars() -> Progress:
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _on_bars(bars: Progress, totals: dict[str, int]) -> Tell:
    tasks: dict[str, TaskID] = {}

    def tell(name: str, count: int) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name, total=totals.get(name))
        bars.advance(tasks[name], count)

    return tell
