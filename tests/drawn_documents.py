"""GraphQL documents over the graph's part of the schema, drawn from a seed: valid, and within the service's limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from graphql import (
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse_type,
    type_from_ast,
)

from kb.ontology import NODES
from tests.drawn_graphs import pool

__all__ = ["Document"]

_ROOTS = [name for node in NODES.values() for name in (node.field_name, node.plural, node.plural)] + [
    "node",
    "nodes",
] * 3
_SWITCHED = (("$yes", "true"), ("$no", "false"))
_SWITCHES = ("@skip(if: $no)", "@include(if: $yes)", "@skip(if: $yes)", "@include(if: false)", "@skip(if: false)")


class Document:
    """A document with the variables to send."""

    def __init__(self, schema: GraphQLSchema, seed: int) -> None:
        self.schema, self.chance = schema, Random(seed)
        self.variables: dict[str, Any] = {}
        self._declared: list[str] = []
        self._kinds: dict[str, Any] = {}
        self._fragments: list[str] = []
        self._count = 0
        self._left = 55
        """fields that may still be drawn"""
        roots = [self._root(self.chance.choice(_ROOTS)) for _ in range(self.chance.choice((1, 1, 2, 3)))]
        body = "\n".join([*roots, "}", *self._fragments])
        self._declared += [f"{name}: Boolean! = {value}" for name, value in _SWITCHED if f"{name})" in body]
        head = f"query ({', '.join(self._declared)})" if self._declared else "query"
        self.text = f"{head} {{\n{body}"

    def others(self) -> dict[str, Any]:
        """Other values of the variables, alike in their structure; page sizes and ids at the root stay."""
        return {
            name: value if isinstance(value, int | str) else self._redrawn(self._kinds[name], value)
            for name, value in self.variables.items()
        }

    def _redrawn(self, kind: Any, value: Any) -> Any:
        kind = get_nullable_type(kind)
        if value is None:
            return None
        if is_list_type(kind):
            return [self._redrawn(kind.of_type, item) for item in value]
        if is_input_object_type(kind):
            return {name: self._redrawn(kind.fields[name].type, item) for name, item in value.items()}
        return self._any(kind, 0)

    def value(self, kind: str, depth: int = 2) -> Any:
        """A value of the input type that is written so; filters of links and nodes go so deep."""
        return self._any(type_from_ast(self.schema, parse_type(kind)), depth)

    def _new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def _likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def _root(self, name: str) -> str:
        return self._field("Query", name, 3)

    def _field(self, owner: str, name: str, depth: int) -> str:
        """A field with an alias of its own; now and then twice, which merges."""
        kind: Any = self.schema.type_map[owner]
        field = kind.fields[name]
        inner: Any = get_named_type(field.type)
        start = f"{self._new(name)}: {name}{self._arguments(name, field.args, depth)}"
        start += f" {self.chance.choice(_SWITCHES)}" if self._likely(0.06) else ""
        times = 2 if self._likely(0.1) else 1
        return "\n".join(f"{start} {{ {self._selection(inner.name, depth)} }}" for _ in range(times))

    def _selection(self, name: str, depth: int) -> str:
        kind: Any = self.schema.type_map[name]
        parts = list(self._selected(kind, depth))
        if self._likely(0.12):
            fragment, parts = self._new("F"), parts or ["__typename"]
            self._fragments.append(f"fragment {fragment} on {name} {{ {' '.join(parts)} }}")
            parts = [f"...{fragment}", *self._leaves(kind, 0.1)]
        elif self._likely(0.15):
            switch = self.chance.choice(_SWITCHES) if self._likely(0.3) else ""
            on = f"on {name}" if self._likely(0.5) else ""
            parts = [f"... {on} {switch} {{ {' '.join(parts or ['__typename'])} }}", *self._leaves(kind, 0.1)]
        return " ".join([*parts, "__typename"])

    def _selected(self, kind: Any, depth: int) -> Iterator[str]:
        yield from self._leaves(kind, 0.3 if kind.name in NODES else 0.6)
        names = [name for name, field in kind.fields.items() if not is_leaf_type(get_named_type(field.type))]
        deeper = depth - 1 if kind.name in NODES else depth
        for name in self.chance.sample(names, min(len(names), self.chance.choice((1, 2, 2, 3)))):
            self._left -= 1
            if deeper >= 0 and self._left > 0:
                yield self._field(kind.name, name, deeper)
        if is_abstract_type(kind):
            for label in self.chance.sample(sorted(NODES), 2):
                yield f"... on {label} {{ {self._selection(label, depth)} }}"

    def _leaves(self, kind: Any, probability: float) -> Iterator[str]:
        """Fields of plain values. Those of a label have a name of their own: two labels can differ in the type."""
        for name, field in kind.fields.items():
            if is_leaf_type(get_named_type(field.type)) and self._likely(probability) and self._left > 0:
                self._left -= 1
                shared = name in {"id", "name", "cursor"} or not (kind.name in NODES or "Edge" in kind.name)
                yield name if shared and self._likely(0.8) else f"{self._new(name)}: {name}"

    def _arguments(self, owner: str, declared: Any, depth: int) -> str:
        given = []
        for name, argument in declared.items():
            if name in {"after", "before", "first", "last"}:
                continue
            if (value := self._argument(owner, name, argument)) is not _NOTHING:
                given.append(f"{name}: {self._text(argument.type, value)}")
            elif not is_non_null_type(argument.type) and self._likely(0.05):
                given.append(f"{name}: {self._missing(argument.type)}")
        if "first" in declared and (depth < 3 or self._likely(0.7)):
            which = self.chance.choice(("first", "first", "last"))
            given.append(f"{which}: {self._text(declared[which].type, self.chance.choice((0, 1, 2, 3, 3, 5)))}")
        return f"({', '.join(given)})" if given else ""

    def _argument(self, owner: str, name: str, argument: Any) -> Any:
        match name:
            case "id" | "ids":
                return self._ids(owner)
            case "where" | "orderBy":
                return self._any(argument.type, 2) if self._likely(0.45) else None if self._likely(0.05) else _NOTHING
            case "asOf":
                return self.chance.choice(pool("Date")) if self._likely(0.5) else _NOTHING
        return self._likely(0.7) if self._likely(0.4) else _NOTHING

    def _ids(self, name: str) -> Any:
        """Ids for the root field `name`, some of nodes that are not there."""
        prefixes = [node.prefix for node in NODES.values() if node.field_name == name]
        known = [one for one in pool("ID") if not prefixes or one.partition(":")[0] in prefixes]
        known += [f"{(prefixes or ['country'])[0]}:nobody"]
        known += ["CHN", " Vnm", "COUNTRY:usa"] if name == "country" else []
        return self.chance.choices(known, k=self.chance.randrange(6)) if name == "nodes" else self.chance.choice(known)

    def _any(self, kind: Any, depth: int) -> Any:
        """A value of an input type."""
        kind = get_nullable_type(kind)
        if is_list_type(kind):
            return [self._any(kind.of_type, depth) for _ in range(self.chance.choice((1, 1, 2, 3)))]
        if is_input_object_type(kind):
            return self._order(kind) if kind.name.endswith("Order") else self._filter(kind, depth)
        return self.chance.choice(list(kind.values) if is_enum_type(kind) else pool(kind.name))

    def _order(self, kind: Any) -> dict[str, Any]:
        name = self.chance.choice([one for one in kind.fields if one != "direction"])
        found = {name: self._any(kind.fields[name].type, 0)}
        return found | ({"direction": self.chance.choice(("ASC", "DESC"))} if self._likely(0.7) else {})

    def _filter(self, kind: Any, depth: int) -> dict[str, Any]:
        leaf = {"isNull", "isEmpty"} & set(kind.fields)
        names = [name for name, field in kind.fields.items() if depth > 0 or _plain(get_named_type(field.type))]
        chosen = self.chance.sample(names, min(len(names), self.chance.choice((1, 1, 1, 2))))
        found = {name: self._any(kind.fields[name].type, depth if leaf else depth - 1) for name in chosen}
        if not leaf and self._likely(0.1):
            found[self.chance.choice(list(kind.fields))] = None
        return found

    def _text(self, kind: Any, value: Any) -> str:
        """The value as it stands in the document; in parts, or whole, as a variable."""
        if value is not None and self._likely(0.12):
            return self._variable(kind, value)
        kind = get_nullable_type(kind)
        if is_list_type(kind) and isinstance(value, list):
            items = [self._text(kind.of_type, item) for item in value]
            return items[0] if len(items) == 1 and self._likely(0.3) and items[0][0] != "$" else f"[{', '.join(items)}]"
        if is_input_object_type(kind) and value is not None:
            fields = [f"{name}: {self._text(kind.fields[name].type, item)}" for name, item in value.items()]
            absent = [name for name in kind.fields if name not in value and name not in {"field", "direction"}]
            if absent and self._likely(0.04):
                name = self.chance.choice(absent)
                fields.append(f"{name}: {self._missing(kind.fields[name].type)}")
            return f"{{{', '.join(fields)}}}"
        return str(value) if is_enum_type(kind) and value is not None else json.dumps(value, ensure_ascii=False)

    def _variable(self, kind: Any, value: Any) -> str:
        name = self._new("v")
        if self._likely(0.25) and not _holds_enum(value):
            self._declared.append(f"${name}: {get_nullable_type(kind)} = {_literal(value)}")
        else:
            self._declared.append(f"${name}: {get_nullable_type(kind)}!")
            self.variables[name], self._kinds[name] = value, kind
        return f"${name}"

    def _missing(self, kind: Any) -> str:
        """A variable that is not sent."""
        name = self._new("v")
        self._declared.append(f"${name}: {kind}")
        return f"${name}"


_NOTHING: Any = object()


def _plain(kind: Any) -> bool:
    return is_leaf_type(kind) or bool({"isNull", "isEmpty"} & set(kind.fields))


def _holds_enum(value: Any) -> bool:
    """Whether it could hold a word of an enumeration, which JSON writes like a text."""
    if isinstance(value, dict | list):
        return any(map(_holds_enum, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and value.isupper()


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_literal(item)}' for name, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
