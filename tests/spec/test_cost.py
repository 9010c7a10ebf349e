"""What operations cost: literal numbers for small schemas."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from api.cost import cost, measured

SCHEMA = build_schema("""
type Query {
  countries(where: Filter, first: Int, last: Int, after: String, asOf: String): CountryConnection
  hubs(first: Int = 20, last: Int): HubConnection!
  country(id: ID!): Country
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  some(ids: [ID!]): [Country!]
  picked(ids: [ID!], first: Int): [Country!]
  both(first: Int = 20, last: Int = 7): [Country!]
  search(text: String, first: Int! = 10): [Hit!]!
  everything: EverythingConnection
  thing: Thing
}
input Filter { name: Text AND: [Filter!] OR: [Filter!] hubs: Filter size: Number }
input Text { eq: String in: [String!] }
input Number { gt: Int lt: Int }
interface Node { id: ID! links(first: Int = 4): HubConnection }
type Country implements Node {
  id: ID! name: String aliases: [String!]! capital: Hub sources: [Source!]!
  hubs(first: Int, last: Int, where: Filter): HubConnection links(first: Int = 3): HubConnection
}
type Hub implements Node {
  id: ID! name: String country: Country sources: [[Source]] links(first: Int = 4): HubConnection
}
type Empty implements Node { id: ID! links(first: Int = 4): HubConnection }
type Source { id: ID! title: String sources: [Source!] }
union Thing = Country | Source
type Hit { score: Float node: Node }
type CountryConnection {
  totalCount: Int! aggregate(where: Filter): Aggregate edges: [CountryEdge!]! nodes: [Country!]!
  pageInfo: PageInfo! words: [String]
}
type CountryEdge { cursor: String! since: String sources: [Source!]! node: Country! }
type HubConnection { totalCount: Int! edges: [HubEdge!]! nodes: [Hub!]! }
type HubEdge { node: Hub! }
type EverythingConnection { nodes: [Country!]! paged(first: Int): [Country!] }
type Aggregate { count: Int min: Country }
type PageInfo { hasNextPage: Boolean! endCursor: String }
""")  # fmt: skip


def read(text: str) -> tuple[dict[str, FragmentDefinitionNode], OperationDefinitionNode]:
    document = parse(text)
    assert not validate(SCHEMA, document)
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return fragments, operation


def coerced(operation: OperationDefinitionNode, given: dict[str, Any]) -> dict[str, Any]:
    found = get_variable_values(SCHEMA, operation.variable_definitions or (), given)
    assert isinstance(found, VariableValues), found
    return found.coerced


def price(text: str, **given: Any) -> int:
    fragments, operation = read(text)
    return cost(SCHEMA, fragments, operation, coerced(operation, given))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename }", 1),
        ('{ country(id: "a") { id name } }', 3),
        ('{ country(id: "a") { aliases } }', 2),
        ('{ country(id: "a") { capital { name } } }', 3),
        ('{ a: country(id: "a") { id } b: country(id: "b") { id } }', 4),
        ('{ country(id: "a") { sources { id title } } }', 1 + 1 + 5 * 2),
        ('{ country(id: "a") { sources { sources { id } } } }', 1 + 1 + 5 * (1 + 5 * 1)),
        ('{ country(id: "a") { capital { sources { id } } } }', 1 + 1 + 1 + 5),
        ("{ countries(first: 7) { edges { node { id name } } } }", 1 + 1 + 7 * (1 + 2)),
        ("{ countries(last: 7) { nodes { id } } }", 1 + 1 + 7),
        ("{ countries(first: 7) { edges { sources { id } } } }", 1 + 1 + 7 * (1 + 5)),
        ("{ countries(first: 7) { words } }", 2),
        ("{ countries(first: 7) { pageInfo { hasNextPage endCursor } } }", 1 + 1 + 2),
        ("{ countries(first: 7) { totalCount } }", 1 + 10),
        ("{ countries(first: 7) { aggregate { count min { name } } } }", 1 + 10 + 1 + 1 + 1),
        ("{ countries(first: 7) { totalCount edges { node { id } } nodes { id } } }", 1 + 10 + (1 + 14) + (1 + 7)),
        ("{ countries(first: 3) { nodes { hubs(first: 10) { totalCount edges { node { id } } } } } }",
         1 + 1 + 3 * (1 + 10 + 1 + 10 * 2)),
        ("{ search(first: 4) { score node { id } } }", 1 + 4 * 3),
        ("{ everything { nodes { id } } }", 1 + 1 + 50),
        ("{ everything { paged(first: 2) { id } } }", 1 + 1 + 2),
        ("{ __schema { types { name } } }", 1 + 1 + 5),
    ],
)  # fmt: skip
def test_rows_times_fields(text: str, expected: int) -> None:
    assert price(text) == expected


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        ("countries", 50),
        ("countries(first: null)", 50),
        ("countries(first: null, last: null)", 50),
        ("countries(first: 0)", 0),
        ("countries(first: -3)", 0),
        ("countries(first: -3, last: 2)", 2),
        ("countries(first: 3, last: 8)", 8),
        ("countries(first: 2147483647)", 2_147_483_647),
        ("hubs", 20),
        ("hubs(first: null)", 50),
        ("hubs(first: 30)", 30),
        ("hubs(last: 3)", 3),
        ("hubs(last: null)", 20),
    ],
)
def test_the_page_of_a_connection(arguments: str, rows: int) -> None:
    assert price(f"{{ {arguments} {{ nodes {{ id }} }} }}") == 2 + rows


@pytest.mark.parametrize(
    ("given", "rows"),
    [({}, 20), ({"n": None}, 50), ({"n": 0}, 0), ({"n": -1}, 0), ({"n": 12}, 12), ({"n": 12, "m": 30}, 30),
     ({"m": 30}, 30), ({"m": None}, 20), ({"n": None, "m": None}, 50), ({"n": 2_147_483_647}, 2_147_483_647)],
)  # fmt: skip
def test_the_page_from_variables(given: dict[str, Any], rows: int) -> None:
    assert price("query($n: Int, $m: Int) { hubs(first: $n, last: $m) { nodes { id } } }", **given) == 2 + rows


def test_the_default_of_a_variable_and_of_two_arguments() -> None:
    assert price("query($n: Int = 6) { countries(first: $n) { nodes { id } } }") == 2 + 6
    assert price("query($n: Int = 6) { countries(first: $n) { nodes { id } } }", n=None) == 2 + 50
    assert price("{ both { id } }") == 1 + 20
    assert price("{ both(first: null) { id } }") == 1 + 7
    assert price("query($n: Int) { both(last: $n) { id } }") == 1 + 20
    assert price("query($n: Int) { both(last: $n) { id } }", n=2) == 1 + 2
    assert price("query($n: Int) { both(last: $n, first: 3) { id } }") == 1 + 3


def test_as_many_rows_as_ids() -> None:
    assert price('{ nodes(ids: ["a", "b", "c"]) { id } }') == 1 + 3
    assert price('{ nodes(ids: "a") { id } }') == 1 + 1
    assert price("{ nodes(ids: []) { id } }") == 1
    assert price("query($one: ID!) { nodes(ids: [$one, $one]) { id } }", one="a") == 1 + 2
    assert price("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["a", "b", "c", "d"]) == 1 + 4
    assert price("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids="a") == 1 + 1
    assert price("query($ids: [ID!]) { some(ids: $ids) { id } }", ids=None) == 1 + 50
    assert price("query($ids: [ID!]) { some(ids: $ids) { id } }") == 1 + 50
    assert price("{ some(ids: null) { id } }") == 1 + 50
    assert price("{ some { id } }") == 1 + 50
    assert price('{ picked(ids: ["a", "b"], first: 9) { id } }') == 1 + 9  # a page counts before ids


@pytest.mark.parametrize(
    ("where", "leaves"),
    [
        ("{}", 0),
        ("null", 1),
        ('{name: {eq: "a"}}', 1),
        ("{name: {eq: null}}", 1),
        ('{name: {in: ["a", "b", "c"]}, size: {gt: 1, lt: 2}}', 5),
        ('{AND: [{name: {eq: "a"}}, {OR: [{name: {eq: "b"}}, {size: {gt: 1}}]}], hubs: {name: {eq: "c"}}}', 4),
    ],
)
def test_the_leaves_of_a_filter(where: str, leaves: int) -> None:
    assert price(f"{{ countries(first: 0, where: {where}) {{ words }} }}") == 2 + leaves
    inner = f"{{ countries(first: 6) {{ nodes {{ hubs(first: 0, where: {where}) {{ totalCount }} }} }} }}"
    assert price(inner) == 2 + 6 * (1 + leaves + 10)


def test_the_leaves_of_variables_in_filters() -> None:
    whole = "query($w: Filter) { countries(first: 0, where: $w) { words } }"
    assert price(whole) == 2
    assert price(whole, w=None) == 3
    assert price(whole, w={}) == 2
    assert price(whole, w={"AND": [{"name": {"in": ["a", "b"]}}, {"size": {"gt": 1}}], "name": {"eq": "c"}}) == 2 + 4
    part = "query($n: Number, $s: String) { countries(first: 0, where: {size: $n, name: {eq: $s}, OR: []}) { words } }"
    assert price(part) == 2
    assert price(part, n={"gt": 1, "lt": 2}, s="a") == 2 + 3
    counted = "{ countries(first: 1) { aggregate(where: {size: {gt: 1}}) { count } } }"
    assert price(counted) == 1 + (10 + 1 + 1)


def test_switches() -> None:
    text = """query($yes: Boolean!, $no: Boolean = false) {
      countries(first: 5) @include(if: $yes) { nodes { id name @skip(if: $no) } ...F @include(if: $no) }
      hubs @skip(if: true) { nodes { id } }
      ... @include(if: $yes) { node(id: "a") @include(if: true) { id } }
    } fragment F on CountryConnection { totalCount }"""
    fragments, operation = read(text)
    kept: dict[Any, Any] = {}
    expected = {(True, False): 1 + 1 + 5 * 2 + 2, (True, True): 1 + 1 + 5 + 10 + 2, (False, True): 0, (False, False): 0}
    for _ in range(2):
        for (yes, no), number in expected.items():
            variables = coerced(operation, {"yes": yes, "no": no})
            assert measured(kept, SCHEMA, fragments, operation, variables) == number
    assert price(text, yes=True) == expected[True, False]


def test_more_ways_to_set_switches_than_are_kept() -> None:
    names = [f"s{number}" for number in range(7)]
    fields = " ".join(f"{name}: __typename @include(if: ${name})" for name in names)
    fragments, operation = read(f"query({', '.join(f'${name}: Boolean!' for name in names)}) {{ {fields} }}")
    kept: dict[Any, Any] = {}
    for number in range(2**7):
        variables = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        assert measured(kept, SCHEMA, fragments, operation, variables) == number.bit_count()
    [(_, held)] = kept.items()
    assert len(held.prices) <= 32


def test_the_same_field_counts_once() -> None:
    text = """{ countries(first: 5) { nodes { id } } ...F ... { countries(first: 5) { nodes { id name } } } }
      fragment F on Query { countries(first: 5) { totalCount nodes { name } } }"""
    assert price(text) == 1 + 10 + 1 + 5 * 2


def test_the_dearest_type_counts() -> None:
    assert price('{ node(id: "a") { __typename id } }') == 1 + 2
    assert price('{ node(id: "a") { id ... on Country { name } ... on Hub { name country { id } } } }') == 1 + 4
    assert price("{ thing { ... on Country { name } ... on Source { id title } } }") == 1 + 2
    # the default of `first` is the object's: 3 for Country, 4 for the others
    assert price('{ node(id: "a") { links { nodes { id } } } }') == 1 + 2 + 4
    text = """query($n: Int, $m: Int) { node(id: "a") { id
      ... on Country { hubs(first: $n) { nodes { id } } } ... on Hub { links(first: $m) { nodes { id } } } } }"""
    assert price(text, n=8, m=3) == 1 + 1 + 2 + 8
    assert price(text, n=8, m=30) == 1 + 1 + 2 + 30


def test_variables_at_several_levels() -> None:
    text = """query($n: Int, $m: Int) { countries(first: $n) { nodes { id hubs(first: $m) { nodes { id name } } } }
      hubs(first: $m) { nodes { id } } }"""
    assert price(text, n=3, m=4) == (2 + 3 * (1 + 2 + 4 * 2)) + (2 + 4)
    assert price(text) == (2 + 50 * (1 + 2 + 50 * 2)) + (2 + 20)


def test_a_cost_is_the_same_when_it_is_kept() -> None:
    fragments, operation = read("query($n: Int) { countries(first: $n) { nodes { id } } }")
    kept: dict[Any, Any] = {}
    assert [measured(kept, SCHEMA, fragments, operation, {"n": n}) for n in (1, 9, None, -4)] == [3, 11, 52, 2]
    assert measured(kept, SCHEMA, fragments, operation, {}) == 52


def test_operations_of_one_document_do_not_mix() -> None:
    one, two = parse('query A { __typename } query B { country(id: "a") { id } }').definitions
    assert isinstance(one, OperationDefinitionNode)
    assert isinstance(two, OperationDefinitionNode)
    kept: dict[Any, Any] = {}
    for _ in range(2):
        assert [measured(kept, SCHEMA, {}, operation, {}) for operation in (one, two)] == [1, 2]
