"""Shaped answers are what graphql-core makes of the same answer field by field, for any selection."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, get_named_type, graphql_sync, is_abstract_type, is_leaf_type

from api.compiler.graph import links_of
from api.schema import sdl
from kb.db import Database
from kb.meta import Answer, Declared, PropType, Row, Words, props
from kb.ontology import NODES, label_of
from kb.questions.following import ServicesFollowing
from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio

SCHEMA = build_schema(sdl())


@pytest.fixture(scope="module")
async def root(asking: Client, whole_base: Database) -> dict[str, Any]:
    """The answer as nested values that graphql-core's own resolvers read."""
    answer = await whole_base.aask(ServicesFollowing(hub=HUB, to="country:vnm", as_of=date(2022, 6, 30)))
    ids = [row["id"] for row in whole_base.rows("MATCH (n:Entity) RETURN n.id AS id")]
    [row] = await whole_base.aread("reads/nodes", ids=sorted(set(ids)))
    known = {node["id"]: node | {"label": label_of(node["id"])} for node in (*row["sources"], *row["nodes"])}
    return {"servicesFollowing": _object(answer, known)}


@pytest.mark.parametrize("seed", range(25))
async def test_any_selection(asking: Client, root: dict[str, Any], seed: int) -> None:
    drawn = random.Random(seed)
    selection = "\n".join(_selection(SCHEMA, "ServicesFollowingAnswer", drawn, 5))
    query = f"""query ($yes: Boolean = true, $no: Boolean = false, $n: Int = 2) {{
      servicesFollowing(hub: "{HUB}", to: "VNM", asOf: "2022-06-30") {{ {selection} a: totalCount @include(if: $yes)
        b: totalCount @skip(if: $no) c: totalCount @skip(if: $yes) rows(first: $n, offset: 1) {{ phi }} }} }}"""

    wanted = graphql_sync(SCHEMA, query, {"servicesFollowing": root["servicesFollowing"]})

    assert wanted.errors is None, (wanted.errors, query)
    assert _differences(await asking.data(query), wanted.data) == []


def _differences(given: Any, wanted: Any, at: str = "") -> list[str]:
    """Where two responses differ, the order of their keys included."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        if list(given) != list(wanted):
            return [f"{at}: {list(given)} for {list(wanted)}"]
        return [found for key in given for found in _differences(given[key], wanted[key], f"{at}.{key}")]
    if isinstance(given, list) and isinstance(wanted, list) and len(given) == len(wanted):
        return [found for i, pair in enumerate(zip(given, wanted, strict=True))
                for found in _differences(*pair, f"{at}[{i}]")]  # fmt: skip
    return [] if given == wanted else [f"{at}: {given!r} for {wanted!r}"]


def _selection(schema: GraphQLSchema, name: str, drawn: random.Random, depth: int) -> Iterator[str]:
    """Fields of the type, drawn at random, with aliases and fragments; no two differ under one name."""
    kind: Any = schema.type_map[name]
    yield "__typename"
    for field_name, field in kind.fields.items():
        inner: Any = get_named_type(field.type)
        if name in NODES and field_name in links_of(name):
            continue  # the reference here has no links; test_compiler_generated walks them
        if drawn.random() < 0.35 or (depth == 0 and not is_leaf_type(inner)):
            continue
        alias = f"{field_name}{drawn.randrange(10**9)}: " if not is_leaf_type(inner) or drawn.random() < 0.2 else ""
        pages = [f"{page}: {drawn.randrange(1, 4)}" for page in field.args if drawn.random() < 0.5]
        arguments = f"({', '.join(pages)})" if pages else ""
        below = "" if is_leaf_type(inner) else f"{{ {' '.join(_selection(schema, inner.name, drawn, depth - 1))} }}"
        yield f"{alias}{field_name}{arguments} {below}"
    if is_abstract_type(kind):
        for label in drawn.sample(sorted(NODES), 4):
            own = " ".join(f"{label}_{field}: {field}" for field in _leaves(schema, label) if drawn.random() < 0.3)
            yield f"... on {label} {{ {own} __typename }}"


def _leaves(schema: GraphQLSchema, label: str) -> list[str]:
    kind: Any = schema.type_map[label]
    return [name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))]


def _object(declared: Declared, known: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"__typename": type(declared).__name__}
    for prop in props(type(declared)):
        value = getattr(declared, prop.name)
        if prop.prop.node:
            found[prop.graphql_name] = _node(value, known)
        elif issubclass(prop.kind, Row | Answer):
            rows = [_object(row, known) for row in value]
            found[prop.graphql_name] = _paged(rows) if prop.prop.first else rows
        else:
            found[prop.graphql_name] = value.isoformat() if isinstance(value, date) else value
    return found


def _paged(rows: list[Any]) -> Any:
    return lambda info, first, offset=0: rows[offset : offset + first]


def _node(value: Any, known: dict[str, Any]) -> Any:
    if value is None or isinstance(value, tuple | list):
        return value and [_node(item, known) for item in value]
    own = known[value]
    found = {prop.graphql_name: _told(prop, own.get(prop.name)) for prop in props(NODES[own["label"]])}
    return found | {"__typename": own["label"], "sources": lambda info: _node(own.get("sources", []), known)}


def _told(prop: PropType, value: Any) -> Any:
    """A property as GraphQL has it: words by name, dates as text."""
    if prop.many:
        return [_told(replace(prop, many=False), item) for item in value or ()]
    kind: Any = prop.kind
    if issubclass(kind, Words) and value is not None:
        return kind(value).name
    return value.isoformat() if isinstance(value, date) else value
