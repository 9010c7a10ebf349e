"""What an operation costs at most, known from its text and variables alone: rows times fields, before any work.

- A field costs 1 for each object that it is asked of, and 1 more for each leaf of its argument `where`;
  `totalCount` and `aggregate` cost 10 instead of 1.
- A field of objects then costs its selection for each row. Its rows: `first` or `last` where it has one of them
  (the larger of two), DEFAULT_PAGE where neither holds a number; as many as there are `ids`; 5 for any other list;
  else 1. A connection is one object, and its page is the rows of the lists in it (`edges`, `nodes`).
- Fields of the same response key count once. Where the type of an object is open, the dearest type counts.

An operation is compiled once for each way to set its switches (@skip, @include) into steps that take only the
variables in page sizes, ids and filters: a fragment that is spread often is one step, however often the response
repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
)

from api.selection import Request
from api.sizes import DEFAULT_PAGE, Size, Variables, leaves, rows
from kb.errors import LimitExceeded

__all__ = ["DEFAULT_PAGE", "MAXIMUM", "check", "cost", "measured"]

MAXIMUM = 500_000
"""the highest cost of an operation that is executed"""
_LIST = 5
"""rows of a list that has no pages"""
_DEAR = {"totalCount": 10, "aggregate": 10}
_TOLD = 10**15
"""the highest cost that a message writes out"""
_DEEPEST, _WIDEST = 150, 100_000
"""levels of fields, and fields over all types, that are looked at: about 0.1 s"""
_TERMS = 8
"""steps that a selection's cost refers to; more become a step of their own"""
_KEPT = 32
"""ways to set an operation's switches that are kept"""

Fragments = Mapping[str, FragmentDefinitionNode]
_DEEP = "The operation is nested too deeply."
_HINT = "Ask for fewer rows with first, or fewer fields."


def cost(schema: GraphQLSchema, fragments: Fragments, operation: OperationDefinitionNode, variables: Variables) -> int:
    """The cost of an operation of a document that is valid, with its coerced variables; never negative.

    Raises LimitExceeded where it is nested too deeply, or too varied, to be looked at.
    """
    return measured({}, schema, fragments, operation, variables)


def measured(
    kept: dict[Any, Any],
    schema: GraphQLSchema,
    fragments: Fragments,
    operation: OperationDefinitionNode,
    variables: Variables,
) -> int:
    """What `cost` gives, compiled at the first time; `kept` belongs to the document and is given again with it."""
    name = operation.name.value if operation.name else None
    found = kept.get((cost, name))
    if found is None:
        found = kept[cost, name] = _Operation(_switches(fragments, operation))
    names, prices = found.switches, found.prices
    switches = tuple([bool(variables.get(name)) for name in names])
    price = prices.get(switches)
    if price is None:
        if len(prices) >= _KEPT:
            prices.clear()
        request = Request(schema, fragments, dict(zip(names, switches, strict=True)))
        try:
            price = prices[switches] = _Pricing(request).operation(operation)
        except RecursionError:
            raise _refused(_DEEP, f"at most {_DEEPEST} levels") from None
    return price(variables)


@dataclass(frozen=True)
class _Operation:
    """What is kept of an operation."""

    switches: list[str]
    prices: dict[tuple[bool, ...], Callable[[Variables], int]] = field(default_factory=dict)


def check(cost: int) -> None:
    """Raise LimitExceeded for a cost above MAXIMUM."""
    if cost > MAXIMUM:
        told = f"{cost:,}" if cost <= _TOLD else f"more than {_TOLD:,}"
        raise _refused(f"The operation costs {told}; at most {MAXIMUM:,} is allowed.", f"cost <= {MAXIMUM:,}")


def _refused(message: str, rule: str) -> LimitExceeded:
    return LimitExceeded(message, argument="query", rule=rule, hint=_HINT)


def _switches(fragments: Fragments, operation: OperationDefinitionNode) -> list[str]:
    """The variables that the operation's @skip and @include read."""
    ahead: list[SelectionNode] = list(operation.selection_set.selections)
    names: dict[str, None] = {}
    seen: set[str] = set()
    while ahead:
        selection = ahead.pop()
        for directive in selection.directives or ():
            if directive.name.value in {"skip", "include"}:
                names |= dict.fromkeys(_variables(directive.arguments))
        if not isinstance(selection, FragmentSpreadNode):
            inner = selection.selection_set  # type: ignore[attr-defined]  # a field or an inline fragment
            ahead += inner.selections if inner else ()
        elif (name := selection.name.value) not in seen:
            seen.add(name)
            ahead += fragments[name].selection_set.selections
    return list(names)


def _variables(arguments: tuple[ArgumentNode, ...] | None) -> Iterator[str]:
    return (one.value.name.value for one in arguments or () if isinstance(one.value, VariableNode))


@dataclass(frozen=True)
class _Linear:
    """A number that is known, and multiples of steps' values."""

    known: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    """(how many times, which step), in the order of steps"""

    def times(self, count: int) -> _Linear:
        return _Linear(self.known * count, tuple((count * each, step) for each, step in self.steps if count))

    def value(self, values: list[int]) -> int:
        total = self.known
        for count, step in self.steps:
            total += count * values[step]
        return total


def _total(parts: Iterable[_Linear]) -> _Linear:
    known, times = 0, dict[int, int]()
    for part in parts:
        known += part.known
        for count, step in part.steps:
            times[step] = times.get(step, 0) + count
    return _Linear(known, tuple((times[step], step) for step in sorted(times)))


@dataclass(frozen=True)
class _Rows:
    """A step: a size that variables give, times what a row costs."""

    size: Callable[[Variables], int]
    each: _Linear

    def value(self, values: list[int], variables: Variables) -> int:
        return self.size(variables) * self.each.value(values)


@dataclass(frozen=True)
class _Dearest:
    """A step: the highest of several costs."""

    costs: tuple[_Linear, ...]

    def value(self, values: list[int], variables: Variables) -> int:
        return max([one.value(values) for one in self.costs])


class _Pricing:
    """Compiles one operation with its switches set."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.steps: dict[_Rows | _Dearest, int] = {}
        self.known: dict[Any, _Linear] = {}
        self.fields: dict[Any, _Linear] = {}
        self.seen = 0

    def operation(self, operation: OperationDefinitionNode) -> Callable[[Variables], int]:
        root = self.request.schema.get_root_type(operation.operation)
        assert root is not None
        whole = FieldNode(name=NameNode(value=""), selection_set=operation.selection_set)
        total, steps = self.selection([whole], root, None, 1), tuple(self.steps)

        def price(variables: Variables) -> int:
            values: list[int] = []
            for step in steps:
                values.append(step.value(values, variables))
            return total.value(values)

        return price

    def selection(self, nodes: list[FieldNode], kind: GraphQLNamedType, page: Size | None, depth: int) -> _Linear:
        """What `nodes` ask of one object of the type; `page` = the rows of the lists in a connection."""
        key = (kind, page, *map(id, nodes))
        if (found := self.known.get(key)) is not None:
            return found
        if depth > _DEEPEST:
            raise _refused(_DEEP, f"at most {_DEEPEST} levels")
        parts: list[_Linear] = []
        if is_abstract_type(kind):  # no comprehensions here: each would be a frame more of Python's stack
            for one in self.request.schema.get_possible_types(kind):
                parts.append(self.selection(nodes, one, page, depth))
            found = self.dearest(parts)
        else:
            for selected in self.request.fields(nodes, kind.name).values():
                parts.append(self.once(selected, kind, page, depth))
            found = _total(parts)
        if len(found.steps) > _TERMS:
            found = self.step(_Dearest((found,)))
        self.known[key] = found
        return found

    def once(self, nodes: list[FieldNode], parent: GraphQLNamedType, page: Size | None, depth: int) -> _Linear:
        """What `field` gives, kept: a fragment's fields come again wherever it is spread."""
        self.seen += 1
        if self.seen > _WIDEST:
            message = (
                f"The operation has more than {_WIDEST:,} fields, each counted for every type that it is asked of."
            )
            raise _refused(message, f"at most {_WIDEST:,} fields over all types")
        key = (parent, page, *map(id, nodes))
        if (found := self.fields.get(key)) is None:
            found = self.fields[key] = self.field(nodes, parent, page, depth)
        return found

    def field(self, nodes: list[FieldNode], parent: Any, page: Size | None, depth: int) -> _Linear:
        """What the field costs for one object of the type `parent`."""
        name = nodes[0].name.value
        definition = self.request.schema.get_field(parent, name)
        assert definition is not None
        own = _total([_Linear(_DEAR.get(name, 1)), self.times(leaves(nodes[0]), _Linear(1))])
        kind = get_named_type(definition.type)
        if not is_composite_type(kind):
            return own
        size = rows(nodes[0], definition)
        if kind.name.endswith("Connection"):
            below = self.selection(nodes, kind, DEFAULT_PAGE if size is None else size, depth + 1)
            return _total([own, below])
        if size is None:
            many = is_list_type(get_nullable_type(definition.type))
            size = (_LIST if page is None else page) if many else 1
        return _total([own, self.times(size, self.selection(nodes, kind, None, depth + 1))])

    def times(self, size: Size, each: _Linear) -> _Linear:
        return each.times(size) if isinstance(size, int) else self.step(_Rows(size, each))

    def dearest(self, costs: list[_Linear]) -> _Linear:
        distinct = tuple(dict.fromkeys(costs))
        if any(one.steps for one in distinct) and len(distinct) > 1:
            return self.step(_Dearest(distinct))
        return max(distinct, key=lambda one: one.known, default=_Linear())

    def step(self, step: _Rows | _Dearest) -> _Linear:
        return _Linear(0, ((1, self.steps.setdefault(step, len(self.steps))),))
