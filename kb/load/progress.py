"""What a long load is doing: bars on a terminal, plain lines otherwise, both on standard error."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

__all__ = ["Tell", "telling"]

Tell = Callable[[str, int], None]
"""is told what is at work (a label, a link type, a step) and how many more rows are done"""


@contextmanager
def telling(shown: bool, totals: dict[str, int] | None = None) -> Iterator[Tell]:
    """Something to tell; `totals` are the rows of each name, where they are known."""
    if not shown:
        yield lambda name, count: None
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _on_bars(bars, totals or {})
    else:
        counts: Counter[str] = Counter()
        yield lambda name, count: counts.update({name: count})
        for name, count in counts.items():
            print(f"{name}: {count:,}", file=sys.stderr)


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
