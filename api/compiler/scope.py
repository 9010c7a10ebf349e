"""What the parts of one root field share while they are compiled: the schema, the date, names, parameters, code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graphql import FieldNode

from api.compiler.cursors import Cursors
from api.compiler.values import Leaf, Slots, arguments
from api.selection import Request
from kb.errors import BadInput, LimitExceeded

__all__ = ["CURSORS", "TODAY", "Code", "Run", "Scope"]


MOST_NAMES = 250
"""variables of a statement: 100 links take Neo4j seconds to plan, and it does not stop planning when nobody waits"""
MOST_CONDITIONS = 300
"""of an operation, for the same reason; every filter object counts"""
MOST_NESTED = 3
"""conditions on links inside one another: each goes through all links of what the one before found"""
LONGEST_TEXT = 20_000
"""characters of a text that is compared"""
CURSORS, TODAY = " cursors", " today"
"""under these names, which no variable has, a request's values have what its statement needs beside them"""


@dataclass(frozen=True)
class Run:
    """One use of a plan, as its Python sees it."""

    parameters: dict[str, Any]
    cursors: Cursors


@dataclass
class Code:
    """Python that puts rows into shape: functions by name, and what they need."""

    names: int = 0
    """variables of the statement"""
    conditions: int = 0
    """filter objects and conditions"""
    lines: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    def constant(self, value: Any) -> str:
        """A name for a value that the code needs."""
        name = f"k{len(self.known)}"
        self.known[name] = value
        return name

    def function(self, body: str, default: str = "") -> str:
        """Add a function (row, run); gives its name."""
        name = f"f{len(self.lines)}"
        self.lines.append(f"def {name}(r, run{', ' + default if default else ''}): {body}")
        return name

    def built(self) -> dict[str, Any]:
        """The functions."""
        space = dict(self.known)
        # every name in it comes from the schema, or is a response key, which GraphQL allows letters and digits only
        exec(compile("\n".join(self.lines), "<plan>", "exec"), space)
        return space


@dataclass
class Scope:
    """The state of a compilation."""

    request: Request
    slots: Slots
    code: Code
    date: str | None
    """the parameter of the date at which everything holds; None = at any date"""
    depth: int = 0
    """conditions on links around what is compiled"""

    def name(self, kind: str) -> str:
        """A variable that the statement does not have yet. Raises LimitExceeded for one too many."""
        self.code.names += 1
        if self.code.names > MOST_NAMES:
            rule = f"at most {MOST_NAMES} nodes and links to walk, each as often as it is written out"
            hint = "Ask in several requests, or spread fragments less often."
            raise LimitExceeded("The operation walks too many links.", argument="query", rule=rule, hint=hint)
        return f"{kind}{self.code.names}"

    def condition(self, at: str) -> None:
        """Count a filter object or a condition; `at` is the argument. Raises LimitExceeded for one too many."""
        self.code.conditions += 1
        if self.code.conditions > MOST_CONDITIONS:
            rule = f"at most {MOST_CONDITIONS} conditions in an operation, filter objects counted"
            hint = "List values with in, or ask in several requests."
            raise LimitExceeded("There are too many conditions.", argument=at[:80], rule=rule, hint=hint)

    @contextmanager
    def nested(self, at: str) -> Iterator[None]:
        """Around the conditions on a link. Raises LimitExceeded where they are nested too deeply."""
        self.depth += 1
        if self.depth > MOST_NESTED:
            rule = f"at most {MOST_NESTED} conditions on links inside one another"
            hint = "Ask the other way round, from the far end, or walk the links in the selection."
            raise LimitExceeded("Conditions on links are nested too deeply.", argument=at[:80], rule=rule, hint=hint)
        yield
        self.depth -= 1

    def holds(self, *names: str) -> str:
        """The condition that nodes and links hold at the date."""
        if self.date is None:
            return "true"
        return " AND ".join(
            f"coalesce({name}.since <= {self.date}, true) AND coalesce({name}.until > {self.date}, true)"
            for name in names
        )

    def parameter(self, leaf: Leaf, convert: Callable[[Any], Any] | None = None) -> str:
        """The parameter that carries the value."""
        source = leaf.source
        if convert is not None:
            return self.slots.add(lambda variables: _plain(convert(source(variables))))
        return self.slots.add(lambda variables: _plain(source(variables)))

    def arguments(self, owner: str, node: FieldNode) -> dict[str, Any]:
        """The arguments of a field of the type `owner`."""
        kind: Any = self.request.schema.type_map[owner]
        return arguments(kind.fields[node.name.value], node, self.request.variables)


def _plain(value: Any) -> Any:
    """What the driver takes: words as plain text. Raises BadInput for a text that nobody compares with."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        rule = f"at most {LONGEST_TEXT:,} characters"
        raise BadInput(f"A text has {len(value):,} characters.", argument="where", rule=rule, hint="Shorten it.")
    return str(value) if isinstance(value, StrEnum) else value
