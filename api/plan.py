"""The parts of a plan: what a selection asks of an answer, ready to write plain dicts for orjson.

An answer carries ids where the reader gets nodes. A plan first gathers the ids of which the selection wants more than
`id` and `__typename`; when their nodes have been read, it writes the response. Each distinct node is written once for
each place of the selection, however often it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kb.errors import Internal, Unavailable
from kb.meta import Words
from kb.ontology import label_of

__all__ = ["FAULT", "LabelPlan", "NodePart", "Page", "Part", "RowPart", "Run", "WordPart"]


@dataclass
class Run:
    """One use of a plan."""

    pages: list[slice]
    """for each list that is read page by page, which part of it"""
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """id -> properties, read so far"""
    wanted: set[str] = field(default_factory=set)
    """ids of nodes that the selection wants"""
    chained: bool = False
    """whether it wants the sources of sources too"""
    written: dict[tuple[int, str], dict[str, Any] | None] = field(default_factory=dict)

    def missing(self, known: Mapping[str, Mapping[str, Any]]) -> set[str]:
        """Ids of nodes that the selection wants, so far as it is known, and that are not `known`."""
        named = (
            [node.get("sources", ()) for node in known.values() if node["label"] == "Source"] if self.chained else ()
        )
        return self.wanted.union(*named) - known.keys()


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
class LabelPlan:
    """What is asked of the nodes of one label."""

    fields: tuple[tuple[str, str, Any, Part | None], ...]
    """response key, property, what stands for it where it is missing, how it is written"""
    bare: bool
    """nothing but id and __typename"""
    chained: bool
    """more than the ids of the sources of its sources"""


@dataclass(eq=False)
class NodePart:
    """The id of a node, or several, in place of which the reader gets the node."""

    many: bool
    compiled: Callable[[str], LabelPlan]
    plans: dict[str, LabelPlan] = field(default_factory=dict)

    def gather(self, value: Any, run: Run) -> None:
        if value is None:
            return
        for identifier in value if self.many else (value,):
            plan = self.plan(identifier)
            if not plan.bare:
                run.wanted.add(identifier)
                run.chained = run.chained or plan.chained

    def write(self, value: Any, run: Run) -> Any:
        if self.many:
            nodes = (self.node(identifier, run) for identifier in value)
            return [node for node in nodes if node is not None]
        if value is None:
            return None
        node = self.node(value, run)
        if node is None:
            raise Unavailable("The graph changed while it was read.", hint="Ask again.")
        return node

    def plan(self, identifier: str) -> LabelPlan:
        """The plan for the label that the id names."""
        label = label_of(identifier) or ""
        if label not in self.plans:
            self.plans[label] = self.compiled(label)
        return self.plans[label]

    def node(self, identifier: str, run: Run) -> dict[str, Any] | None:
        """The node as the response has it; None where there is none."""
        key = (id(self), identifier)
        if key not in run.written:
            run.written[key] = self._node(identifier, run)
        return run.written[key]

    def _node(self, identifier: str, run: Run) -> dict[str, Any] | None:
        plan = self.plan(identifier)
        own = run.nodes.get(identifier)
        if own is None:
            if not plan.bare:
                return None
            own = {"id": identifier, "label": label_of(identifier)}
        return {key: _property(own, name, absent, part, run) for key, name, absent, part in plan.fields}


def _property(own: Mapping[str, Any], name: str, absent: Any, part: Part | None, run: Run) -> Any:
    value = own.get(name, absent)
    if value is FAULT:
        raise Internal(f"The node {own['id']} has no {name}.")
    return value if part is None else part.write(value, run)


FAULT = object()
"""stands for a missing property that is required"""
