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
    read: Callable[[Path], Facts]


def _source(module: _Module) -> Source:
    return Source(module.__doc__ or "", lambda path: module.transform(module.get(path)))


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
    wiod,
    worldbank,
)

SOURCES = MappingProxyType({m.__name__.rpartition(".")[2].replace("_", "-"): _source(m) for m in _MODULES})
"""name on the command line -> source"""
