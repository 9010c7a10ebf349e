"""Operations made to be dear to look at, the highest cost that is allowed, and the time that a look takes."""

from __future__ import annotations

import sys
import timeit
from typing import Any

import pytest
from graphql import FieldNode, FragmentDefinitionNode, NameNode, OperationDefinitionNode, build_schema, parse

from api.cost import MAXIMUM, check, cost, measured
from api.selection import Request
from kb.errors import LimitExceeded

SCHEMA = build_schema("""
type Query {
  country: Country source: Source hubs(first: Int): HubConnection
  countries(where: Filter, first: Int): CountryConnection
}
type Country { id: ID! name: String capital: Hub hubs(first: Int, where: Filter): HubConnection }
type Hub { id: ID! country: Country links(first: Int): HubConnection }
type Source { id: ID! sources: [Source!] }
input Filter { name: String size: Int }
type CountryConnection { totalCount: Int! edges: [CountryEdge!]! }
type CountryEdge { node: Country! }
type HubConnection { nodes: [Hub!]! }
""")


def read(text: str) -> tuple[dict[str, FragmentDefinitionNode], OperationDefinitionNode]:
    definitions = parse(text).definitions
    [operation] = [one for one in definitions if isinstance(one, OperationDefinitionNode)]
    return {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}, operation


def price(text: str, **variables: Any) -> int:
    fragments, operation = read(text)
    return cost(SCHEMA, fragments, operation, variables)


def doubling(levels: int, page: str) -> str:
    """A document whose response doubles at each level; a fragment of it is a few words."""
    below = [f"fragment F{n} on Hub {{ ...G{n} }} fragment G{n} on Hub {{ a: country {{ capital {{ ...F{n + 1} }} }} "
             f"b: country {{ hubs({page}) {{ nodes {{ ...F{n + 1} }} }} }} }}" for n in range(levels)]  # fmt: skip
    return f"query($n: Int) {{ hubs(first: $n) {{ nodes {{ ...F0 }} }} }} {' '.join(below)}"


@pytest.mark.parametrize("page", ["first: 1", "first: $n"])
def test_fragments_that_double_are_counted_at_once(page: str) -> None:
    text = doubling(25, page) + "fragment F25 on Hub { id }"
    # f(25) = 1; f(n) = (2 + f(n + 1)) + (3 + f(n + 1))
    expected = 1
    for _ in range(25):
        expected = 5 + 2 * expected
    assert price(text, n=1) == 2 + expected == 201_326_589


def merging(levels: int) -> str:
    """A document each of whose levels writes its field twice, and spreads the next level in both."""
    below = [f"fragment F{n} on Source {{ sources {{ ...F{n + 1} }} sources {{ ...F{n + 1} }} }}"
             for n in range(levels)]  # fmt: skip
    return f"{{ source {{ ...F0 }} }} {' '.join(below)} fragment F{levels} on Source {{ id }}"


def test_fields_that_double_are_merged_at_once() -> None:
    fragments, operation = read(merging(9))
    request = Request(SCHEMA, fragments, {})
    root = FieldNode(name=NameNode(value=""), selection_set=operation.selection_set)
    nodes = request.fields([root], "Query")["source"]
    for _ in range(9):
        nodes = request.fields(nodes, "Source")["sources"]
        assert len(nodes) == 2
    assert price(merging(60)) == 1 + sum(5**n for n in range(61))


def test_nested_deeply_and_huge() -> None:
    def nested(levels: int) -> str:
        chain = [f"fragment F{n} on Country {{ hubs(first: 2147483647) {{ nodes {{ country {{ ...F{n + 1} }} }} }} }}"
                 for n in range(levels)]  # fmt: skip
        return f'{{ country {{ ...F0 }} }} {" ".join(chain)} fragment F{levels} on Country {{ id }}'

    huge = price(nested(40))
    assert huge > 2_147_483_647**40
    with pytest.raises(LimitExceeded, match=r"costs more than 1,000,000,000,000,000; at most 500,000 is allowed\."):
        check(huge)
    with pytest.raises(LimitExceeded, match="nested too deeply") as caught:
        price(nested(200))
    assert (caught.value.argument, caught.value.rule) == ("query", "at most 150 levels")
    assert price(nested(40)) == huge


def test_where_little_of_the_stack_is_left() -> None:
    fragments, operation = read("{ hubs { nodes " + "{ country { capital " * 20 + "{ id }" + "} }" * 20 + "} }")

    def under(calls: int) -> int:
        return under(calls - 1) if calls else cost(SCHEMA, fragments, operation, {})

    with pytest.raises(LimitExceeded, match="nested too deeply"):
        under(sys.getrecursionlimit() - 150)
    assert under(0) == 2 + 50 * (2 * 20 + 1)


def spread(aliases: int) -> str:
    """A document that asks for a fragment of 200 fields again and again."""
    names = " ".join(f"f{n}: name" for n in range(200))
    return f"{{ {' '.join(f'a{n}: country {{ ...F }}' for n in range(aliases))} }} fragment F on Country {{ {names} }}"


def test_too_many_fields() -> None:
    assert price(spread(490)) == 490 * 201
    with pytest.raises(LimitExceeded, match="more than 100,000 fields") as caught:
        price(spread(500))
    assert (caught.value.argument, caught.value.rule) == ("query", "at most 100,000 fields over all types")


def test_many_variables() -> None:
    names = [f"v{n}" for n in range(30)]
    fields = " ".join(f"{name}: hubs(first: ${name}) {{ nodes {{ id }} }}" for name in names)
    text = f"query({', '.join(f'${name}: Int' for name in names)}) {{ a: country {{ ...F }} b: country {{ ...F id }} }}"
    text += f"fragment F on Country {{ {fields} }}"
    assert price(text, **{name: n for n, name in enumerate(names)}) == 2 * (1 + 30 * 2 + sum(range(30))) + 1


def test_the_highest_cost() -> None:
    assert MAXIMUM == 500_000
    check(0)
    check(500_000)
    with pytest.raises(LimitExceeded) as caught:
        check(500_001)
    assert str(caught.value) == ("The operation costs 500,001; at most 500,000 is allowed. "
                                 "Ask for fewer rows with first, or fewer fields.")  # fmt: skip
    assert (caught.value.code, caught.value.argument) == ("LIMIT_EXCEEDED", "query")
    assert caught.value.hint == "Ask for fewer rows with first, or fewer fields."
    assert caught.value.rule == "cost <= 500,000"


def test_a_repeated_operation_costs_little_time() -> None:
    fragments, operation = read("""query($n: Int, $m: Int, $w: Filter, $s: Boolean!) {
      countries(first: $n, where: $w) { totalCount edges { node { id name ...F @include(if: $s) } } }
      hubs(first: $m) { nodes { id links(first: $m) { nodes { id } } } } }
      fragment F on Country { hubs(first: $m, where: $w) { nodes { id country { id hubs { nodes { id } } } } } }""")
    variables = {"n": 3, "m": 4, "w": {"name": "a", "size": 1}, "s": True}
    kept: dict[Any, Any] = {}
    # hubs of F: (1 + 2) + 1 + 4 x (2 + 1 + 1 + 1 + 50) = 224
    expected = (1 + 2 + 10 + 1 + 3 * (3 + 224)) + (2 + 4 * (1 + 2 + 4))
    assert measured(kept, SCHEMA, fragments, operation, variables) == expected

    def again() -> None:
        measured(kept, SCHEMA, fragments, operation, variables)

    assert min(timeit.repeat(again, number=200, repeat=20)) / 200 < 100e-6  # some 10 on a quiet machine
