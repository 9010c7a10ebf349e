"""The sources that `kb load NAME PATH` reads, each a module of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from kb.load import (
    apple,
    clouds,
    countries,
    cpi,
    desta,
    eu,
    factbook_indicators,
    oxcgrt,
    stability,
    swift,
    unga,
    wiod,
    worldbank,
)
from kb.load.facts import Facts
from kb.load.renewing import Parts

__all__ = ["SOURCES", "Source"]


class _Module(Protocol):
    __name__: str
    __doc__: str | None
    get: Callable[[Path], Any]
    transform: Callable[[Any], Facts]


@dataclass(frozen=True)
class Source:
    """What a source is, and how its facts are read from the files that its owner publishes."""

    about: str
    read: Callable[[Path], Parts]


def _source(module: _Module) -> Source:
    return Source(module.__doc__ or "", lambda path: _whole(module.transform(module.get(path))))


def _whole(facts: Facts) -> Parts:
    return lambda: (facts,)


def _table(path: Path) -> Parts:
    """The input-output table in parts: whole, its rows would take a gigabyte."""
    table = wiod.get(path)
    return lambda: wiod.chunks(table)


_MODULES: tuple[Any, ...] = (
    apple,
    clouds,
    countries,
    cpi,
    desta,
    eu,
    factbook_indicators,
    oxcgrt,
    stability,
    swift,
    unga,
    worldbank,
)

_READERS = {m.__name__.rpartition(".")[2].replace("_", "-"): _source(m) for m in _MODULES}

SOURCES = MappingProxyType(dict(sorted({**_READERS, "wiod": Source(wiod.__doc__ or "", _table)}.items())))
"""name on the command line -> source"""
