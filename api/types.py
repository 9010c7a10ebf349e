"""GraphQL types from declarations: the one place that makes them.

`object_type`, `input_type` and `enum_type` give the same Python class each time they are asked for a declaration.
The types only describe: the values of answers are written by `api.plan`, so no field here has work to do.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry.types.enum import EnumValue, StrawberryEnumDefinition

from api.scalars import Long
from kb.lookup import MOST
from kb.meta import Declared, Node, PropType, Row, Words, props
from kb.ontology import ENTITY, NODES

__all__ = [
    "argument",
    "described",
    "entity",
    "enum_type",
    "input_type",
    "node_type",
    "object_type",
    "signature",
    "taken",
]

Made = TypeVar("Made")
Declaration = TypeVar("Declaration", bound=type)

_PAGE = {"first": f"How many, 1 to {MOST}", "offset": "How many to leave out before them"}


def described(text: str | None) -> str:
    """A docstring on one line."""
    return " ".join((text or "").split())


def _once(make: Callable[[Declaration], Made]) -> Callable[[Declaration], Made]:
    """`cache`, whose signature as mypy sees it refuses classes of frozen instances."""
    return cache(make)


@_once
def enum_type(words: type[Words]) -> type[Words]:
    """The enumeration of closed words; its values are described by their meanings."""
    values = [EnumValue(name, word, description=described(word.meaning)) for name, word in words.__members__.items()]
    definition = StrawberryEnumDefinition(words, words.__name__, values, described(words.__doc__))
    words.__strawberry_definition__ = definition  # type: ignore[attr-defined]  # where strawberry looks for it
    return words


@cache
def node_type() -> type:
    """The interface of everything that has an id."""
    made = type("Node", (), {"__annotations__": {"id": strawberry.ID}, "id": _field("Stable identifier, prefix:slug")})
    return strawberry.interface(made, description="Something that has an id.")


@cache
def entity() -> type:
    """The interface of the knowledge base's nodes: what all labels have in common."""
    made = type(ENTITY, (node_type(),), _body(Node))
    return strawberry.interface(made, description="A node of the knowledge base.")


@_once
def object_type(declared: type[Declared]) -> type:
    """The object type of a node label, an answer or a row."""
    bases = (entity(),) if issubclass(declared, Node) else ()
    made = type(declared.__name__, bases, _body(declared))
    return strawberry.type(made, description=described(declared.__doc__))


@_once
def input_type(row: type[Row]) -> type:
    """The input type of a row that an argument takes; what has a default may be left out."""
    annotations, fields = {}, {}
    for prop in props(row):
        kind = _kind(prop, row, takes=True)
        annotations[prop.name] = kind if prop.required else _optional(kind)
        unset: dict[str, Any] = {} if prop.required else {"default": strawberry.UNSET}
        fields[prop.name] = strawberry.field(description=prop.prop.text, name=prop.graphql_name, **unset)
    made = type(row.__name__, (), {"__annotations__": annotations, **fields})
    return strawberry.input(made, description=described(row.__doc__))


def argument(prop: PropType, asked: type[Declared]) -> tuple[Any, Any]:
    """Annotation and default of a question's argument."""
    kind = _kind(prop, asked, takes=True)
    default = inspect.Parameter.empty if prop.required else prop.default
    annotation = taken(_optional(kind) if prop.nullable else kind, prop.prop.text, prop.graphql_name)
    return annotation, strawberry.UNSET if default is None else default


def taken(kind: Any, text: str, name: str | None = None) -> Any:
    """The annotation of an argument with its description."""
    return Annotated[kind, strawberry.argument(description=text, name=name)]


def signature(resolver: Callable[..., Any], arguments: Mapping[str, tuple[Any, Any]], gives: Any) -> Callable[..., Any]:
    """`resolver(info, **arguments)` with the signature that strawberry reads: name -> (annotation, default)."""
    info = inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info)
    keywords = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in arguments.items()
    ]
    resolver.__signature__ = inspect.Signature([info, *keywords], return_annotation=gives)  # type: ignore[attr-defined]
    resolver.__annotations__ = {p.name: p.annotation for p in (info, *keywords)} | {"return": gives}
    return resolver


def _body(declared: type[Declared]) -> dict[str, Any]:
    """Annotations and fields of an object type or interface."""
    annotations: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    for prop in props(declared):
        kind = _kind(prop, declared, takes=False)
        # a list has no missing value, only an empty one
        kind = _optional(kind) if prop.nullable and not prop.many else kind
        if prop.prop.first:
            fields[prop.name] = _field(prop.prop.text, prop.graphql_name, _page(prop, kind))
        else:
            annotations[prop.name] = kind
            fields[prop.name] = _field(prop.prop.text, prop.graphql_name)
    return {"__annotations__": annotations, "__module__": __name__, **fields}


def _field(text: str, name: str | None = None, resolver: Any = None) -> Any:
    return strawberry.field(resolver=resolver, description=text, name=name)


def _page(prop: PropType, kind: Any) -> Callable[..., Any]:
    """The signature of a list that is read page by page; api.plan cuts the page."""
    defaults = {"first": prop.prop.first} | ({"offset": 0} if prop.prop.offset else {})
    arguments = {name: (taken(int, _PAGE[name]), default) for name, default in defaults.items()}
    return signature(lambda info, **page: None, arguments, kind)


def _kind(prop: PropType, declared: type[Declared], *, takes: bool) -> Any:
    """The GraphQL type of a property: as an argument or input where `takes`, else in an answer."""
    one: Any = _one(prop, declared, takes)
    return list[one] if prop.many else one


def _optional(kind: Any) -> Any:
    return kind | None


def _one(prop: PropType, declared: type[Declared], takes: bool) -> Any:
    if prop.name == "id" or (prop.prop.refers and (takes or not prop.prop.node)):
        return strawberry.ID
    if prop.prop.refers:
        return _referred(prop.prop.refers)
    if issubclass(prop.kind, Words):
        return enum_type(prop.kind)
    if issubclass(prop.kind, Row):
        return input_type(prop.kind) if takes else object_type(prop.kind)
    unbounded = prop.prop.high is None and issubclass(declared, Node)
    return Long if prop.kind is int and unbounded else prop.kind


def _referred(labels: tuple[str, ...]) -> Any:
    if labels == ("Source",):  # sources have sources
        return Annotated["Source", strawberry.lazy("api.types")]
    return object_type(NODES[labels[0]]) if len(labels) == 1 and labels[0] in NODES else entity()


Source = object_type(NODES["Source"])
