"""The parts of a plan: what a selection asks of an answer, ready to write plain dicts for orjson.

An answer carries ids where the reader gets nodes. A plan first gathers the ids of which the selection wants more than
`id` and `__typename`; when `api.compiler` has read their nodes, it writes the response. Each distinct node is read and
shaped once for each place of the selection, however often it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kb.errors import Unavailable
from kb.meta import Words
from kb.ontology import label_of

__all__ = ["NodePart", "Page", "Part", "RowPart", "Run", "WordPart"]


@dataclass
class Run:
    """One use of a plan."""

    pages: list[slice]
    """for each list that is read page by page, which part of it"""
    wanted: dict[str, set[str]] = field(default_factory=dict)
    """place -> ids of the nodes that are wanted there"""
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """place -> id -> node as the response has it"""


class Part(Protocol):
    """A field whose value is not written as it stands."""

    def gather(self, value: Any, run: Run) -> None:
        """Note the ids whose nodes are wanted."""

    def write(self, value: Any, run: Run) -> Any:
        """The value as the response has it."""


@dataclass(frozen=True)
class WordPart:
    """A word, or several, of a closed set: the response has its name."""

    words: type[Words]
    many: bool

    def gather(self, value: Any, run: Run) -> None:
        pass

    def write(self, value: Any, run: Run) -> Any:
        if self.many:
            return [self.words(item).name for item in value]
        return None if value is None else self.words(value).name


@dataclass(frozen=True)
class RowPart:
    """A structure, or a list of them."""

    keys: tuple[str, ...]
    get: Callable[[Any], tuple[Any, ...]]
    parts: tuple[tuple[int, Part], ...]
    many: bool

    def gather(self, value: Any, run: Run) -> None:
        if value is None or not self.parts:
            return
        for row in value if self.many else (value,):
            values = self.get(row)
            for at, part in self.parts:
                part.gather(values[at], run)

    def write(self, value: Any, run: Run) -> Any:
        if self.many:
            return [self._row(row, run) for row in value]
        return None if value is None else self._row(value, run)

    def _row(self, row: Any, run: Run) -> dict[str, Any]:
        values = self.get(row)
        if not self.parts:
            return dict(zip(self.keys, values, strict=True))
        shaped = list(values)
        for at, part in self.parts:
            shaped[at] = part.write(shaped[at], run)
        return dict(zip(self.keys, shaped, strict=True))


@dataclass(frozen=True)
class Page:
    """A part of a list that is read page by page."""

    slot: int
    inner: Part

    def gather(self, value: Any, run: Run) -> None:
        self.inner.gather(value[run.pages[self.slot]], run)

    def write(self, value: Any, run: Run) -> Any:
        return self.inner.write(value[run.pages[self.slot]], run)


@dataclass(frozen=True)
class NodePart:
    """The id of a node, or several, in place of which the reader gets the node."""

    place: str
    """its name among the places of the selection"""
    many: bool
    bare: tuple[tuple[str, bool], ...] | None
    """where nothing but ids and labels is asked: response key, whether it is the label"""

    def gather(self, value: Any, run: Run) -> None:
        if value is None or self.bare is not None:
            return
        wanted = run.wanted.setdefault(self.place, set())
        if self.many:
            wanted.update(value)
        else:
            wanted.add(value)

    def write(self, value: Any, run: Run) -> Any:
        if self.many:
            nodes = (self._node(identifier, run) for identifier in value)
            return [node for node in nodes if node is not None]
        if value is None:
            return None
        node = self._node(value, run)
        if node is None:
            raise Unavailable("The graph changed while it was read.", hint="Ask again.")
        return node

    def _node(self, identifier: str, run: Run) -> Any:
        """The node as the response has it; None where there is none."""
        if self.bare is None:
            return run.nodes[self.place].get(identifier)
        return {key: label_of(identifier) if label else identifier for key, label in self.bare}
