"""The graph's input types in GraphQL's own language: filters, orders, and the scalars and words that they take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from api.compiler.graph import Side, link_props, node_props
from kb.meta import PropType, Words
from kb.ontology import LINKS, NODES

__all__ = [
    "all_props",
    "enum",
    "filter_fields",
    "filters",
    "lines",
    "link_filter",
    "logic",
    "order_fields",
    "orderable",
    "quantifier",
    "said",
    "scalar_name",
]

_TEXT = ("contains", "startsWith", "endsWith")
_ORDERED = ("gt", "gte", "lt", "lte")


def all_props() -> Iterator[PropType]:
    for label in NODES:
        yield from node_props(label).values()
    for kind in LINKS:
        yield from link_props(kind).values()


def scalar_name(prop: PropType) -> str:
    """The GraphQL type of one value of a property; ids of nodes that are no nodes here are IDs."""
    if prop.name == "id" or prop.prop.refers:
        return "ID"
    if issubclass(prop.kind, Words):
        return prop.kind.__name__
    if prop.kind is int:
        return "Long" if prop.prop.high is None else "Int"
    return {str: "String", float: "Float", bool: "Boolean", date: "Date"}[prop.kind]


def said(text: str) -> str:
    return '"""' + text.replace('"""', '\\"""') + '"""'


def enum(words: type[Words]) -> str:
    values = "\n".join(f"  {said(word.meaning or word.name)}\n  {word.name}" for word in words)
    return f"{said(' '.join((words.__doc__ or '').split()))}\nenum {words.__name__} {{\n{values}\n}}"


def filters(enums: Collection[type[Words]]) -> Iterator[str]:
    names = [*("String", "ID", "Int", "Long", "Float", "Date", "Boolean"), *sorted(one.__name__ for one in enums)]
    single = {scalar_name(prop) for prop in all_props() if not prop.many}
    for name in (one for one in names if one in single):
        text = _TEXT if name in {"String", "ID"} else ()
        ordered = () if name == "Boolean" or name not in names[:6] else _ORDERED
        lists = () if name == "Boolean" else ("in", "notIn")
        fields = [f"  {said(_MEANING[one])}\n  {one}: {name}" for one in ("eq", "ne", *ordered, *text)]
        fields += [f"  {said(_MEANING[one])}\n  {one}: [{name}!]" for one in lists]
        fields.append(f"  {said(_MEANING['isNull'])}\n  isNull: Boolean")
        yield f"{said('Conditions on a value; all that are given hold.')}\ninput {name}Filter {{\n{lines(fields)}\n}}"
    many = {scalar_name(prop) for prop in all_props() if prop.many}
    for name in sorted(many):
        fields = [f'  """One of the values is this, upper and lower case alike"""\n  contains: {name}']
        fields.append('  """Whether the list is empty"""\n  isEmpty: Boolean')
        told = said("Conditions on a list; all that are given hold.")
        yield f"{told}\ninput {name}ListFilter {{\n{lines(fields)}\n}}"


_MEANING = {
    "eq": "Is this",
    "ne": "Is another value; a missing one is not",
    "gt": "Is greater, or later",
    "gte": "Is this, greater or later",
    "lt": "Is less, or earlier",
    "lte": "Is this, less or earlier",
    "contains": "Has this in it, upper and lower case alike",
    "startsWith": "Begins with this, upper and lower case alike",
    "endsWith": "Ends with this, upper and lower case alike",
    "in": "Is one of these",
    "notIn": "Is none of these; a missing value is not",
    "isNull": "Whether it is missing",
}


def lines(fields: list[str]) -> str:
    return "\n".join(fields)


def filter_fields(found: Mapping[str, PropType]) -> list[str]:
    fields = []
    for name, prop in found.items():
        kind = f"{scalar_name(prop)}{'List' if prop.many else ''}Filter"
        fields.append(f"  {said(prop.prop.text)}\n  {name}: {kind}")
    return fields


def logic(name: str) -> list[str]:
    return [
        f'  """All of these hold"""\n  AND: [{name}!]',
        f'  """At least one of these holds"""\n  OR: [{name}!]',
        f'  """This does not hold"""\n  NOT: {name}',
    ]


def link_filter(kind: str) -> str:
    name = f"{LINKS[kind].__name__}Filter"
    fields = [*filter_fields(link_props(kind)), *logic(name)]
    return f"{said(f'Conditions on a link {kind}; all that are given hold.')}\ninput {name} {{\n{lines(fields)}\n}}"


def orderable(found: Mapping[str, PropType]) -> dict[str, PropType]:
    """Value of the enumeration -> property, of those that an order can go by."""
    return {prop.name.upper(): prop for prop in found.values() if not prop.many}


def order_fields(name: str, found: Mapping[str, PropType]) -> str:
    values = [f"  {said(prop.prop.text)}\n  {value}" for value, prop in orderable(found).items()]
    return f"{said('What an order can go by.')}\nenum {name}Field {{\n{lines(values)}\n}}"


def quantifier(side: Side) -> str:
    link, node = side.link.__name__, side.target
    return f'''"""Conditions on a link and on the node that it leads to; all that are given hold."""
input {side.name}Filter {{
  """Of the link"""
  link: {link}Filter
  """Of the node"""
  node: {node}Filter
{lines(logic(side.name + "Filter"))}
}}

"""For how many links conditions hold; all that are given count."""
input {side.name}Match {{
  """For at least one"""
  some: {side.name}Filter
  """For none"""
  none: {side.name}Filter
  """For every one, also where there is none"""
  all: {side.name}Filter
  """For exactly one"""
  single: {side.name}Filter
}}'''
