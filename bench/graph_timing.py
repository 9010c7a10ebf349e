"""Several ways to the same, timed in turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from graph_sides import Side
from measuring import median


def check(content: bytes) -> bytes:
    """The response, if it has no errors."""
    if b'"errors"' in content:
        raise SystemExit(content[:500].decode())
    return content


class Took(NamedTuple):
    """Seconds that one of several ways took."""

    wall: float
    """median"""
    used: float
    """of the server's processor, mean"""
    best: float
    """wall, the quickest: on a busy machine believe this rather than the median"""


Way = Callable[[], tuple[float, float]]
"""does it once; seconds in all, and of them of the server's processor"""


def in_turn(rounds: int, *ways: Way) -> list[Took]:
    """What several ways to the same took, in turn, after a quarter as warm-up."""
    kept: list[list[tuple[float, float]]] = [[] for _ in ways]
    for number in range(-max(3, rounds // 4), rounds):
        for way, times in zip(ways, kept, strict=True):
            took = way()
            if number >= 0:
                times.append(took)
    walls = [[wall for wall, _ in times] for times in kept]
    return [
        Took(median(wall), sum(used for _, used in times) / rounds, min(wall))
        for wall, times in zip(walls, kept, strict=True)
    ]


def asking(side: Side, sent: bytes) -> Way:
    """A way: ask the side this."""

    def way() -> tuple[float, float]:
        wall, used, content = side.ask(sent)
        check(content)
        return wall, used

    return way


def timed(loop: asyncio.Runner, work: Callable[[], Any]) -> Way:
    """A way: this work in our own process."""

    def way() -> tuple[float, float]:
        begun = time.perf_counter()
        loop.run(work())
        return time.perf_counter() - begun, 0.0

    return way
