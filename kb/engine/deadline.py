"""An end to waiting: a driver's call has none of its own when the server lives and never answers."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

__all__ = ["within"]

T = TypeVar("T")
Outcome = SimpleQueue[tuple[Any] | BaseException]

_IDLE: list[SimpleQueue[tuple[Callable[[], Any], Outcome]]] = []
"""threads that wait for work: a new one each time would leave its memory behind, call by call"""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)  # its threads do not exist there


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises; TimeoutError after `seconds`, and then nobody waits for it any more."""
    outcome: Outcome = SimpleQueue()
    try:
        orders = _IDLE.pop()
    except IndexError:
        orders = SimpleQueue()
        threading.Thread(target=_serve, args=(orders,), name="kb-call", daemon=True).start()
    orders.put((work, outcome))
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"no answer in {seconds:g} s") from None
    if isinstance(found, BaseException):
        raise found
    result: T = found[0]
    return result


def _serve(orders: SimpleQueue[tuple[Callable[[], Any], Outcome]]) -> None:
    while True:
        work, outcome = orders.get()
        found: tuple[Any] | BaseException
        try:
            found = (work(),)
        except BaseException as error:
            found = error
        del work
        _IDLE.append(orders)
        outcome.put(found)
        del found, outcome
