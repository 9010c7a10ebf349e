"""The GraphQL schema: its golden, what clients were promised, and that everything is described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    build_schema,
    find_breaking_changes,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from api.compiler.graph import links_of
from api.schema import schema, sdl
from kb.meta import camel, props
from kb.ontology import LINKS, NODES
from kb.questions import QUESTIONS

GOLDEN = Path(__file__).parents[2] / "api" / "schema.graphql"
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
PROMISED = Path(__file__).with_name("promised.graphql")

OURS = {
    name: kind
    for name, kind in schema().type_map.items()
    if not is_introspection_type(kind) and not is_specified_scalar_type(kind)
}


def test_the_golden_regenerates_to_the_same_bytes() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == sdl(), "write it anew with `kb schema graphql > api/schema.graphql`"


def test_everything_has_a_description() -> None:
    assert [place for kind in OURS.values() for place, text in _described(kind) if not (text or "").strip()] == []


def test_every_scalar_says_what_specifies_it() -> None:
    scalars = [kind for kind in OURS.values() if isinstance(kind, GraphQLScalarType)]

    assert {kind.name for kind in scalars} == {"Date", "Long"}
    assert all((kind.specified_by_url or "").startswith("https://") for kind in scalars)


@pytest.mark.parametrize("label", NODES)
def test_every_label_is_a_node_with_all_its_properties(label: str) -> None:
    kind: Any = OURS[label]

    assert [interface.name for interface in kind.interfaces] == ["Entity", "Node"]
    assert list(kind.fields) == [*(camel(prop.name) for prop in props(NODES[label])), *links_of(label)]
    assert str(kind.fields["sources"].type) == "[Source!]!"


@pytest.mark.parametrize("asked", QUESTIONS)
def test_every_question_is_a_root_field(asked: str) -> None:
    field = OURS["Query"].fields[asked]  # type: ignore[union-attr]

    assert str(field.type) == QUESTIONS[asked].answer.__name__
    assert list(field.args) == [camel(prop.name) for prop in props(QUESTIONS[asked])]


def test_labels_and_link_types_are_those_of_the_ontology() -> None:
    labels: Any = OURS["NodeLabel"]
    types: Any = OURS["LinkType"]

    assert [value.value for value in labels.values.values()] == list(NODES)
    assert list(types.values) == list(LINKS)


def test_what_clients_were_promised_is_there() -> None:
    promised, offered = (_facts(text) for text in (PROMISED.read_text(encoding="utf-8"), sdl()))

    assert sorted(promised - offered) == []


def unnamed(old: str, new: str, changelog: str) -> list[str]:
    """Changes from one schema to another that break clients and that the changelog does not name."""
    changes = find_breaking_changes(build_schema(old), build_schema(new))
    return [change.description for change in changes if change.description not in changelog]


def test_a_breaking_change_is_in_the_changelog() -> None:
    """`make goldens` asks this before it writes the golden anew."""
    assert unnamed(GOLDEN.read_text(encoding="utf-8"), sdl(), CHANGELOG.read_text(encoding="utf-8")) == []


def test_a_breaking_change_is_seen() -> None:
    old = "type Query { a: Int b(c: Int): Int }"

    assert unnamed(old, old + " type Other { d: Int }", "") == []
    [gone, required] = unnamed(old, "type Query { b(c: Int!): Int }", "")
    assert unnamed(old, "type Query { b(c: Int!): Int }", f"### Removed\n- {gone}\n- {required}") == []


def _facts(text: str) -> set[str]:
    kinds = build_schema(text).type_map.values()
    return {fact for kind in kinds if not is_introspection_type(kind) for fact in _lines(kind)}


def _lines(kind: Any) -> set[str]:
    """Facts about a type that a client can rely on."""
    if isinstance(kind, GraphQLEnumType):
        return {f"{kind.name}.{value}" for value in kind.values}
    if isinstance(kind, GraphQLInputObjectType):
        return {f"{kind.name}.{name}: {field.type}" for name, field in kind.fields.items()}
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return {f"{kind.name}.{name}({_arguments(field)}): {field.type}" for name, field in kind.fields.items()} | {
            f"{kind.name} implements {interface.name}" for interface in kind.interfaces
        }
    return {kind.name}


def _arguments(field: Any) -> str:
    nodes = [argument.ast_node for argument in field.args.values()]
    return ", ".join(print_ast(node).rpartition('"""')[2].strip() for node in nodes)


def _described(kind: Any) -> list[tuple[str, str | None]]:
    found = [(kind.name, kind.description)]
    if isinstance(kind, GraphQLEnumType):
        found += [(f"{kind.name}.{name}", value.description) for name, value in kind.values.items()]
    for name, field in getattr(kind, "fields", {}).items():
        found.append((f"{kind.name}.{name}", field.description))
        found += [(f"{kind.name}.{name}({each}:)", argument.description)
                  for each, argument in getattr(field, "args", {}).items()]  # fmt: skip
    return found
