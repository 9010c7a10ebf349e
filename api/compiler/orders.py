"""Orders as Cypher: ORDER BY with missing values last and a tie-break, and the condition to stand after a cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.compiler.graph import Side, link_props, node_props
from api.compiler.inputs import orderable
from kb.errors import BadInput
from kb.meta import PropType

__all__ = ["Key", "after", "by", "label_keys", "mark_of", "side_keys", "told"]


MOST_KEYS = 20
"""of an order"""


@dataclass(frozen=True)
class Key:
    """One key of an order."""

    name: str
    value: str
    """the expression that it goes by"""
    nullable: bool
    dated: bool = False
    descending: bool = False

    @property
    def told(self) -> str:
        """The value as a cursor has it."""
        return f"toString({self.value})" if self.dated else self.value

    def parameter(self, name: str) -> str:
        """A cursor's value, given as the parameter `name`, as the expression has it."""
        return f"date({name})" if self.dated else name

    def reverse(self) -> Key:
        """The same key the other way; missing values then come first."""
        return replace(self, descending=not self.descending)


def label_keys(label: str, node: str, given: Any, at: str) -> list[Key]:
    """The keys of an order of nodes."""
    _few(given, at)
    keys: list[Key] = []
    fields = orderable(node_props(label))
    for number, one in enumerate(given or ()):
        name = one["field"].value
        keys.append(_key(name, fields[name], node, one, f"{at}[{number}]"))
    return _once(keys, [_tie(node)])


def side_keys(side: Side, link: str, other: str, given: Any, at: str) -> list[Key]:
    """The keys of an order of links and the nodes that they lead to."""
    _few(given, at)
    keys: list[Key] = []
    for number, one in enumerate(given or ()):
        named = [name for name in ("link", "node") if one.get(name) is not None]
        if len(named) != 1:
            rule = "link or node, one of the two"
            hint = "Give a property of the link or of the node; a second key is a second entry of the list."
            raise BadInput(f"{at}[{number}] names {len(named)} properties.", argument=at, rule=rule, hint=hint)
        name = one[named[0]].value
        found = link_props(side.link.link_type) if named == ["link"] else node_props(side.target)
        variable = link if named == ["link"] else other
        keys.append(_key(f"{named[0]}.{name}", orderable(found)[name], variable, one, f"{at}[{number}]"))
    # one node can be linked several times: at different dates, or with different properties
    since = Key("link.since", f"{link}.since", True, dated=True)
    return _once(keys, [_tie(other), since, Key("link", f"elementId({link})", False)])


def _few(given: Any, at: str) -> None:
    if len(given or ()) > MOST_KEYS:
        rule = f"at most {MOST_KEYS} keys"
        raise BadInput(f"{at} has {len(given)} keys.", argument=at, rule=rule, hint="The first few decide.")


def _tie(node: str) -> Key:
    return Key("id", f"{node}.id", False)


def _key(name: str, prop: PropType, variable: str, given: Any, at: str) -> Key:
    direction = given.get("direction")
    if direction is None:
        raise BadInput(f"{at}.direction is null.", argument=f"{at}.direction", rule="ASC or DESC", hint="Leave it out.")
    value = f"{variable}.{prop.name}"
    return Key(name, value, not prop.required, prop.kind is date, direction.value == "DESC")


def _once(keys: list[Key], ties: list[Key]) -> list[Key]:
    """Each expression once; the tie-break comes last."""
    found: dict[str, Key] = {}
    for key in [*keys, *ties]:
        found.setdefault(key.value, key)
    return list(found.values())


def by(keys: list[Key], *, backward: bool) -> str:
    """What stands after ORDER BY. Cypher takes a missing value for the largest."""
    parts = []
    for key in keys:
        descending = key.descending is not backward
        if key.nullable and key.descending:
            parts.append(f"{key.value} IS NULL{' DESC' if backward else ''}")
        parts.append(f"{key.value}{' DESC' if descending else ''}")
    return ", ".join(parts)


def mark_of(owner: str, keys: list[Key]) -> str:
    """What an order is told apart by."""
    return f"{owner} " + ", ".join(f"{key.name} {'DESC' if key.descending else 'ASC'}" for key in keys)


def told(keys: list[Key]) -> str:
    """The list of a row's values of the keys."""
    return f"[{', '.join(key.told for key in keys)}]"


def after(keys: list[Key], parameters: list[str], *, before: bool) -> str:
    """The condition that a row comes after (or before) the one whose values the parameters carry."""
    ways: list[str] = []
    same: list[str] = []
    for key, parameter in zip(keys, parameters, strict=True):
        given = key.parameter(parameter)
        ways.append(" AND ".join([*same, _past(key, given, before)]))
        absent = f" OR ({key.value} IS NULL AND {parameter} IS NULL)" if key.nullable else ""
        same.append(f"({key.value} = {given}{absent})")
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def _past(key: Key, given: str, before: bool) -> str:
    sign = "<" if key.descending is not before else ">"
    if not key.nullable:
        return f"{key.value} {sign} {given}"
    if before:
        return f"({key.value} {sign} {given} OR ({given} IS NULL AND {key.value} IS NOT NULL))"
    return f"({given} IS NOT NULL AND ({key.value} {sign} {given} OR {key.value} IS NULL))"
