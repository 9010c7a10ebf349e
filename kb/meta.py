"""The words a declaration is written in: Node, Link, Question, Answer, Row, and Prop for one property of them.

A declaration is a frozen dataclass whose fields carry a `Prop`::

    class Country(Node, prefix="country"):
        "A state or territory with an ISO 3166-1 code."
        iso3: Annotated[str, Prop("ISO 3166-1 alpha-3 code", pattern="[A-Z]{3}", unique=True)]
        gdp_usd: Annotated[float | None, Prop("Gross domestic product", unit="US$", low=0)] = None

A field without a default is required. `props(cls)` reads the fields back; everything else of the design (constraints,
checks, CSV form, GraphQL types, tables of the README) is computed from it.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, Union, dataclass_transform, get_args, get_origin, get_type_hints

__all__ = [
    "ID",
    "Answer",
    "Basis",
    "Declared",
    "Link",
    "Node",
    "Prop",
    "PropType",
    "Question",
    "Row",
    "Words",
    "camel",
    "props",
]


class Words(StrEnum):
    """A closed set of words, each with its meaning: `NAME = "NAME", "what it means"`."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Basis(Words):
    """How a fact is known."""

    OBSERVED = "OBSERVED", "a source states it"
    INFERRED = "INFERRED", "computed from stated facts by a named rule"
    ASSUMED = "ASSUMED", "a prior: no source states it"


@dataclass(frozen=True)
class Prop:
    """What a property means and which values it may have."""

    description: str
    unit: str | None = field(default=None, kw_only=True)
    low: float | None = field(default=None, kw_only=True)
    high: float | None = field(default=None, kw_only=True)
    above: float | None = field(default=None, kw_only=True)
    """values are greater than this"""
    pattern: str | None = field(default=None, kw_only=True)
    """regular expression that the whole text matches"""
    unique: bool = field(default=False, kw_only=True)
    index: bool = field(default=False, kw_only=True)
    refers: tuple[str, ...] = field(default=(), kw_only=True)
    """labels of the nodes whose id the value is; ("Entity",) = any"""
    node: bool = field(default=False, kw_only=True)
    """a reader who follows the id gets the node itself"""
    first: int = field(default=0, kw_only=True)
    """the default page of a list that is read page by page; 0 = given whole"""
    offset: bool = field(default=False, kw_only=True)
    """such a list can be entered anywhere"""
    detail: bool = field(default=False, kw_only=True)
    """a table leaves it to JSON and CSV"""
    spared: int = field(default=0, kw_only=True)
    """a narrow table does without the columns that have a number here, 1 first"""

    @property
    def text(self) -> str:
        """The description with its unit."""
        return f"{self.description} ({self.unit})" if self.unit else self.description


@dataclass(frozen=True)
class PropType:
    """One field of a declaration, read back."""

    name: str
    kind: type
    """str, int, float, bool, date, a StrEnum, or a Row"""
    many: bool
    required: bool
    nullable: bool
    default: Any
    prop: Prop

    @property
    def graphql_name(self) -> str:
        """Its name in GraphQL, JSON and CSV answers, in camelCase."""
        return camel(self.name)

    @property
    def domain(self) -> str:
        """The values it may have, in words; empty where the type says all."""
        if issubclass(self.kind, Words):
            return ", ".join(self.kind)
        parts = [f">= {self.prop.low:g}" if self.prop.low is not None else ""]
        parts.append(f"> {self.prop.above:g}" if self.prop.above is not None else "")
        parts.append(f"<= {self.prop.high:g}" if self.prop.high is not None else "")
        parts.append(f"matches {self.prop.pattern}" if self.prop.pattern else "")
        return ", ".join(part for part in parts if part)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Declared:
    """A class whose fields are declared with Prop; frozen, keyword-only."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclass(frozen=True, kw_only=True)(cls)


ID = r"[a-z]+:[a-z0-9]+(?:-[a-z0-9]+)*"
"""regular expression of every id: prefix:slug"""


class Node(Declared):
    """What every node has. Subclasses say the `prefix` of their ids."""

    id: Annotated[str, Prop("Stable identifier, prefix:slug", pattern=ID, unique=True)]
    name: Annotated[str, Prop("Usual name")]
    aliases: Annotated[tuple[str, ...], Prop("Other names and codes, in any script")] = ()
    since: Annotated[date | None, Prop("First day on which it holds; missing = open")] = None
    until: Annotated[date | None, Prop("First day on which it no longer holds; missing = open")] = None
    sources: Annotated[tuple[str, ...], Prop("Sources that state it", refers=("Source",), node=True)] = ()

    label: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    field_name: ClassVar[str] = ""
    """root field of the graph API for one node, e.g. productionHub"""
    plural: ClassVar[str] = ""
    """root field for many, e.g. productionHubs"""
    role_labels: ClassVar[tuple[str, ...]] = ()
    """further labels that a node may carry (its `roles`)"""

    def __init_subclass__(cls, *, prefix: str = "", plural: str = "", roles: tuple[str, ...] = ()) -> None:
        super().__init_subclass__()
        cls.label, cls.prefix, cls.role_labels = cls.__name__, prefix, roles
        cls.field_name = cls.label[0].lower() + cls.label[1:]
        cls.plural = plural or f"{cls.field_name}s"


class Link(Declared):
    """What every link has. Subclasses say which `ends` they join, their names from either end, and their `key`."""

    since: Annotated[date | None, Prop("First day on which it holds; missing = open")] = None
    until: Annotated[date | None, Prop("First day on which it no longer holds; missing = open")] = None
    sources: Annotated[tuple[str, ...], Prop("Sources that state it", refers=("Source",), node=True)] = ()
    basis: Annotated[Basis, Prop("How it is known")]
    rule: Annotated[str | None, Prop("Name of the rule that computed it; required where basis is INFERRED")] = None
    confidence: Annotated[float | None, Prop("How sure the statement is", low=0, high=1)] = None

    link_type: ClassVar[str] = ""
    ends: ClassVar[tuple[tuple[type[Node], type[Node]], ...]] = ()
    forward: ClassVar[str] = ""
    """name of the link seen from its start"""
    backward: ClassVar[Mapping[str, str]] = {}
    """name seen from its end, by label of the start"""
    key: ClassVar[tuple[str, ...]] = ()
    """properties that tell two links between the same nodes apart"""
    to_one: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        ends: tuple[tuple[type[Node], type[Node]], ...] = (),
        forward: str = "",
        backward: str | Mapping[str, str] = "",
        key: tuple[str, ...] = (),
        to_one: bool = False,
    ) -> None:
        super().__init_subclass__()
        cls.link_type = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).upper()
        cls.ends, cls.forward, cls.key, cls.to_one = ends, forward, key, to_one
        names = {start.label: backward for start, _ in ends} if isinstance(backward, str) else backward
        cls.backward = types.MappingProxyType(dict(names))

    @classmethod
    def identity(cls) -> tuple[str, ...]:
        """Properties that, with type and ends, make two links with overlapping periods one and the same."""
        return ("basis", "rule", *cls.key)


class Row(Declared):
    """A structure inside an answer (or, as an input, inside a question)."""


class Answer(Declared):
    """What a question gives. Ids stand for nodes; the field `rows` holds its rows."""

    explore: Annotated[str, Prop("Cypher statement that draws the answer's subgraph in Neo4j Browser")] = ""
    explore_url: Annotated[str | None, Prop("Link that opens Neo4j Browser with it; missing where none is known")] = (
        None
    )


class Question(Declared):
    """What can be asked. Its fields are the arguments; `asked` is its name in GraphQL and on the command line."""

    asked: ClassVar[str] = ""
    answer: ClassVar[type[Answer]] = Answer
    fetched: ClassVar[type[Row]] = Row
    """columns of the one record that cypher/questions/<asked>.cypher returns"""

    def __init_subclass__(cls, *, answer: type[Answer] = Answer, fetched: type[Row] = Row) -> None:
        super().__init_subclass__()
        cls.asked = cls.__name__[0].lower() + cls.__name__[1:]
        cls.answer, cls.fetched = answer, fetched

    def compute(self, fetched: Any) -> Answer:
        """The answer, from what the statement fetched. Raises BadInput or NotFound for an argument at fault."""
        raise NotImplementedError(self.asked)


def camel(name: str) -> str:
    """snake_case -> camelCase; the only place where names change their case."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def props(cls: type[Declared]) -> tuple[PropType, ...]:
    """The declared fields of `cls`, in order, inherited ones first."""
    declared: Any = cls  # mypy takes a class for unhashable where its instances are frozen
    return _props(declared)


@cache
def _props(cls: Any) -> tuple[PropType, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(_read(f, hints[f.name]) for f in dataclasses.fields(cls))


def _read(f: dataclasses.Field[Any], hint: Any) -> PropType:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{f.name}: declare it as Annotated[type, Prop(…)]")
    inner, prop = get_args(hint)[:2]
    options = get_args(inner) if get_origin(inner) in (Union, types.UnionType) else (inner,)
    nullable = type(None) in options
    kind = next(option for option in options if option is not type(None))
    many = get_origin(kind) is tuple
    if many:
        kind = get_args(kind)[0]
    required = f.default is dataclasses.MISSING
    default = None if required else f.default
    return PropType(f.name, kind, many, required, nullable, default, prop)
