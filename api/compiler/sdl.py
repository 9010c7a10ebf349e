"""The graph's part of the schema, in GraphQL's own language: root fields, connections, filters, orders, aggregates.

It extends the types that the questions have already. The types only describe; `api.compiler.plan` answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from api.compiler.graph import Side, link_props, links_of, node_props, sides
from api.compiler.inputs import (
    all_props,
    enum,
    filter_fields,
    filters,
    lines,
    link_filter,
    logic,
    order_fields,
    quantifier,
    said,
    scalar_name,
)
from kb.meta import PropType, Words
from kb.ontology import ENTITY, LINKS, NODES

__all__ = ["LARGEST", "PAGE", "graph_sdl", "statistic_props"]

PAGE = 50
"""rows of a page where neither `first` nor `last` is given"""

LARGEST = 10_000
"""rows of a page"""

_PAGING = (
    f'"""The first so many, at most {LARGEST}; {PAGE} where neither first nor last is given""" first: Int, '
    '"""Only what comes after this cursor""" after: String, '
    f'"""The last so many, at most {LARGEST}, in the same order""" last: Int, '
    '"""Only what comes before this cursor""" before: String'
)
_DATED = (
    '"""The date at which it and everything below it holds; missing = today (UTC)""" asOf: Date, '
    '"""Whatever the date""" allDates: Boolean! = false'
)
_WHERE = '"""Conditions""" where'
_ORDER = '"""Keys of the order, the first one first; then by id""" orderBy'


def graph_sdl(known: Collection[str]) -> str:
    """The extension of a schema whose types `known` stand already."""
    enums = {prop.kind for prop in all_props() if issubclass(prop.kind, Words)}
    parts = [
        _COMMON,
        *(enum(words) for words in sorted(enums, key=lambda one: one.__name__) if words.__name__ not in known),
        *filters(enums),
        *(_statistics(kind, link_props(kind), LINKS[kind].__name__) for kind in LINKS),
        *(order_fields(LINKS[kind].__name__, link_props(kind)) for kind in LINKS),
        *(link_filter(kind) for kind in LINKS),
        *(part for label in (*NODES, ENTITY) for part in _label(label)),
        *(part for side in {side.name: side for side in sides() if not side.to_one}.values() for part in _side(side)),
        *(quantifier(side) for side in {side.name: side for side in sides()}.values()),
        *(_links(label) for label in NODES),
        _query(),
    ]
    return "\n\n".join(part for part in parts if part)


_COMMON = '''"""Which way an order goes; missing values come last either way."""
enum OrderDirection {
  """smallest first"""
  ASC
  """largest first"""
  DESC
}

"""A page of a connection, as Relay reads it."""
type PageInfo {
  """Whether more follow"""
  hasNextPage: Boolean!
  """Whether some came before"""
  hasPreviousPage: Boolean!
  """Cursor of the first edge"""
  startCursor: String
  """Cursor of the last edge"""
  endCursor: String
}'''


def field_type(prop: PropType) -> str:
    """The GraphQL type of a property as a field."""
    one = "Source" if prop.prop.node else scalar_name(prop)
    return f"[{one}!]!" if prop.many else one + ("!" if prop.required else "")


def statistic_props(found: Mapping[str, PropType], function: str) -> dict[str, PropType]:
    """GraphQL name -> property that `min`, `max`, `avg` or `sum` is there for."""
    kinds: tuple[type, ...] = (int, float, date) if function in {"min", "max"} else (int, float)
    return {name: prop for name, prop in found.items() if not prop.many and prop.kind in kinds}


def _statistics(what: str, found: Mapping[str, PropType], name: str, linked: bool = True) -> str:
    """The types `Extremes` and `Means` of a label or link type, and `Statistics`, which links have."""
    extremes = [f"  {said(p.prop.text)}\n  {n}: {scalar_name(p)}" for n, p in statistic_props(found, "min").items()]
    means = [f"  {said(p.prop.text)}\n  {n}: Float" for n, p in statistic_props(found, "avg").items()]
    parts = [f"{said(f'Least or greatest values of {what}.')}\ntype {name}Extremes {{\n{lines(extremes)}\n}}"]
    if means:
        parts.append(f"{said(f'Means or sums of {what}.')}\ntype {name}Means {{\n{lines(means)}\n}}")
    if linked:
        parts.append(
            f"{said(f'Figures over all {what} of a connection, missing values left out.')}\n"
            f"type {name}Statistics {{\n{lines(_functions(name, bool(means)))}\n}}"
        )
    return "\n\n".join(parts)


def _functions(name: str, means: bool) -> list[str]:
    fields = [f'  """Least values"""\n  min: {name}Extremes!', f'  """Greatest values"""\n  max: {name}Extremes!']
    if means:
        fields.append(f'  """Means; null where no value is known"""\n  avg: {name}Means!')
        fields.append(f'  """Sums; null where no value is known"""\n  sum: {name}Means!')
    return fields


def _label(label: str) -> Iterator[str]:
    found = node_props(label)
    name = f"{label}Filter"
    links = [f"  {said(f'Links {side.link.link_type}')}\n  {field}: {side.name}Match"
             for field, side in links_of(label).items()]  # fmt: skip
    fields = lines([*filter_fields(found), *links, *logic(name)])
    yield f"{said(f'Conditions on a node {label}; all that are given hold.')}\ninput {name} {{\n{fields}\n}}"
    yield order_fields(label, found)
    linked = any(side.target == label for side in sides() if not side.to_one)
    yield _statistics(f"nodes {label}", found, label, linked)
    if label == ENTITY:
        return
    yield f'''"""One key of an order."""
input {label}Order {{
  """The property"""
  field: {label}Field!
  """Which way"""
  direction: OrderDirection! = ASC
}}'''
    yield f'''"""Figures over all nodes of a connection, missing values left out."""
type {label}Aggregate {{
  """How many there are"""
  count: Int!
{lines(_functions(label, bool(statistic_props(found, "avg"))))}
}}'''
    yield _connection(label, label, [], label)


def _connection(name: str, node: str, properties: list[str], what: str) -> str:
    return f'''"""Nodes {what}, page by page."""
type {name}Connection {{
  """The page, each node with its cursor"""
  edges: [{name}Edge!]!
  """The page's nodes alone"""
  nodes: [{node}!]!
  """Where the page stands"""
  pageInfo: PageInfo!
  """How many there are on all pages"""
  totalCount: Int!
  """Figures over all pages"""
  aggregate: {name}Aggregate!
}}

"""A node {what} in a page."""
type {name}Edge {{
{lines(properties)}
  """Where it stands: `after` or `before` of another page"""
  cursor: String!
  """The node"""
  node: {node}!
}}'''


def _side(side: Side) -> Iterator[str]:
    """The types of a link's connection."""
    link, node = side.link.__name__, side.target
    properties = [
        f"  {said(prop.prop.text)}\n  {name}: {field_type(prop)}"
        for name, prop in link_props(side.link.link_type).items()
    ]
    yield _connection(side.name, node, properties, f"at the other end of links {side.link.link_type}")
    yield f'''"""One key of an order: a property of the link, or one of the node."""
input {side.name}Order {{
  """A property of the link"""
  link: {link}Field
  """A property of the node; one of the two is given"""
  node: {node}Field
  """Which way"""
  direction: OrderDirection! = ASC
}}'''
    yield f'''"""Figures over all links of a connection, missing values left out."""
type {side.name}Aggregate {{
  """How many links there are"""
  count: Int!
  """Of the links"""
  link: {link}Statistics!
  """Of the nodes, each as often as it is linked"""
  node: {node}Statistics!
}}'''


def _links(label: str) -> str:
    """The label's type with its links."""
    fields = []
    for field, side in links_of(label).items():
        if side.to_one:
            text = f"Where the link {side.link.link_type} leads"
            fields.append(f"  {said(text)}\n  {field}: {side.target}")
        else:
            text = f"Links {side.link.link_type} {'from here' if side.forward else 'that lead here'}"
            arguments = f"{_WHERE}: {side.name}Filter, {_ORDER}: [{side.name}Order!], {_PAGING}"
            fields.append(f"  {said(text)}\n  {field}({arguments}): {side.name}Connection!")
    return f"extend type {label} {{\n{lines(fields)}\n}}" if fields else ""


def _id(label: str) -> str:
    codes = {"Country": ", or its ISO 3166-1 alpha-3 code", "Good": ", or its HS code"}
    return f'"""Its id{codes.get(label, "")}""" id: ID!'


def _query() -> str:
    fields = []
    for label, node in NODES.items():
        one = f"The {label} with this id, if it held at the date"
        fields.append(f"  {said(one)}\n  {node.field_name}({_id(label)}, {_DATED}): {label}")
        arguments = f"{_WHERE}: {label}Filter, {_ORDER}: [{label}Order!], {_PAGING}, {_DATED}"
        fields.append(f"  {said(f'All nodes {label} that held at the date')}\n"
                      f"  {node.plural}({arguments}): {label}Connection")  # fmt: skip
    one = "The node with this id, whenever it held; null when there is none. What is asked below it holds today."
    fields.append(f"  {said(one)}\n  node({_id('')}): Node")
    many = "The nodes with these ids in their order, whenever they held; null where there is none"
    fields.append(f"  {said(many)}\n  nodes(\"\"\"Their ids\"\"\" ids: [ID!]!): [Node]!")
    return f"extend type Query {{\n{lines(fields)}\n}}"
