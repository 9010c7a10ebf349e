"""An end to waiting: a driver's call has none of its own when the server lives and never answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

__all__ = ["within"]

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises; TimeoutError after `seconds`, and then nobody waits for it any more."""
    outcome: SimpleQueue[tuple[T] | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(),))
        except BaseException as error:
            outcome.put(error)

    threading.Thread(target=run, name="kb-call", daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"no answer in {seconds:g} s") from None
    if isinstance(found, BaseException):
        raise found
    return found[0]
