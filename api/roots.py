"""The root fields that are not the graph's own: every question, and the search by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

import strawberry
from strawberry.types import has_object_definition

from api.graph import Graph, Rows
from api.shaping import Bound, Shaped, bind
from api.types import argument, described, enum_type, object_type, signature, taken
from kb.lookup import MOST, Reads, search
from kb.meta import Answer, Prop, PropType, Question, Row, Words, props
from kb.ontology.names import NodeLabel
from kb.questions import QUESTIONS
from kb.questions.arguments import read

__all__ = ["Base", "Context", "query_type"]


class Base(Reads, Rows, Protocol):
    """The knowledge base as the service uses it."""

    @property
    def secret(self) -> bytes:
        """A key for what the service seals."""

    async def aask(self, question: Question) -> Answer:
        """The question's answer."""


@dataclass(frozen=True)
class Context:
    """What the resolvers of one request share."""

    base: Base
    graph: Graph


class SearchHit(Row):
    """A node that a search found."""

    node: Annotated[str, Prop("The node", refers=("Entity",), node=True)]
    score: Annotated[float, Prop("How well it fits: higher is better, comparable within one search only")]


def query_type() -> type:
    """The type of the root."""
    fields = {name: _question(question) for name, question in QUESTIONS.items()}
    fields["search"] = _search()
    made = type("Query", (), {"__annotations__": {}, **fields})
    return strawberry.type(made, description="What can be asked.")


def _question(question: type[Question]) -> Any:
    whole = PropType(question.asked, question.answer, False, False, True, None, Prop(described(question.__doc__)))

    async def ask(info: strawberry.Info, **given: Any) -> Shaped:
        bound = _bound(info, whole)
        return await bound.shape(await _base(info).aask(read(question, _raw(given))), _graph(info))

    arguments = {prop.name: argument(prop, question) for prop in props(question)}
    return _field(ask, arguments, object_type(question.answer) | None, question.asked, whole.prop.text)


def _search() -> Any:
    whole = PropType("search", SearchHit, True, True, True, None, Prop("Nodes found"))

    async def find(info: strawberry.Info, text: str, first: int, labels: list[Words] | None = None) -> Shaped:
        bound = _bound(info, whole)
        hits = await search(_base(info), text, labels if isinstance(labels, list) else None, first)
        return await bound.shape([SearchHit(node=node, score=score) for node, score in hits], _graph(info))

    label: Any = enum_type(NodeLabel)
    hit: Any = object_type(SearchHit)
    arguments = {
        "text": (taken(str, "A name, or part of it; in any script, accents and small mistakes aside"), _REQUIRED),
        "labels": (taken(list[label] | None, "Only nodes of these labels; missing = all"), strawberry.UNSET),
        "first": (taken(int, f"How many, 1 to {MOST}"), 10),
    }
    text = "Nodes by name or alias, best first, ties by id. Misspelling and missing accents are forgiven."
    return _field(find, arguments, list[hit] | None, "search", text)


_REQUIRED: Any = inspect.Parameter.empty


def _field(
    resolver: Callable[..., Any], arguments: Mapping[str, tuple[Any, Any]], gives: Any, name: str, text: str
) -> Any:
    return strawberry.field(resolver=signature(resolver, arguments, gives), description=text, name=name)


def _base(info: strawberry.Info) -> Base:
    context: Context = info.context
    return context.base


def _graph(info: strawberry.Info) -> Graph:
    context: Context = info.context
    return context.graph


def _bound(info: strawberry.Info, whole: PropType) -> Bound:
    return bind(info._raw_info, whole, _graph(info).plans)


def _raw(value: Any) -> Any:
    """What the client sent, with input objects as mappings and what it left out left out."""
    if isinstance(value, Mapping):
        return {name: _raw(item) for name, item in value.items() if item is not strawberry.UNSET and item is not None}
    if isinstance(value, list):
        return [_raw(item) for item in value]
    return _raw(vars(value)) if has_object_definition(value) else value
