"""How far a fetch is: a bar on a terminal, a plain line now and then elsewhere; on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Advance", "late", "shown"]

EVERY = 5.0
"""seconds between plain lines"""
SOON = 1.0
"""seconds that need no word"""


class Advance(Protocol):
    """Called with the bytes that came in; negative when some must come again. Any thread may call it."""

    def __call__(self, count: int, /) -> None: ...


@contextmanager
def shown(what: str, total: int, *, visible: bool) -> Iterator[Advance]:
    """Show the way to `total` bytes of `what`."""
    if not visible:
        yield lambda count: None
    elif sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
    else:
        yield _lines(what, total)
        sys.stderr.write(f"{what}: done\n")


@contextmanager
def late(what: str, *, visible: bool) -> Iterator[None]:
    """Say what takes time, on a line of its own, once it takes more than a second."""
    timer = threading.Timer(SOON, lambda: print(f"{what} …", file=sys.stderr, flush=True))
    timer.daemon = True
    if visible:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _bar(what: str, total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.update(task, advance=count)


def _lines(what: str, total: int) -> Advance:
    begun = last = time.monotonic()
    done = 0
    lock = threading.Lock()
    sys.stderr.write(f"{what}: {total / 1e6:.0f} MB\n")

    def advance(count: int, /) -> None:
        nonlocal last, done
        with lock:
            done += count
            now = time.monotonic()
            if now - last < EVERY or done <= 0:
                return
            last = now
            left = (now - begun) / done * (total - done)
            line = f"{what}: {done / 1e6:.0f} of {total / 1e6:.0f} MB, {left:.0f} s left\n"
        sys.stderr.write(line)
        sys.stderr.flush()

    return advance
