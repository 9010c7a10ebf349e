"""Every declaration of the ontology, and every rule it breaks, at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from kb.meta import Declared, PropType, Words, camel, props
from kb.ontology import ENTITY, LINKS, NODES, PREFIXES
from tests.labels import LABELS

COMMON_LINK = ("since", "until", "sources", "basis", "rule", "confidence")
COMMON_NODE = ("id", "name", "aliases", "since", "until", "sources")
UNITS = {"_usd": "US$", "_km": "km", "_days": "days"}
KEYS = {
    "SERVES": ("service", "country"),
    "SUPPLIES": ("good",),
    "PRESENT_IN": ("kind", "province"),
    "FINANCES": ("instrument", "year"),
    "INFLUENCES": ("channel", "year"),
    "ALIGNED_WITH": ("dimension", "year"),
    "SCORES": ("year",),
    "TRADES_WITH": ("year",),
    "MAKES": ("year",),
}
REQUIRED = {
    "Country": {"iso3"},
    "Government": {"kind"},
    "Measure": {"kind"},
    "Service": {"category", "proximity"},
    "Indicator": {"dimension"},
    "Source": {"title"},
    "SERVES": {"service"},
    "INFLUENCES": {"channel"},
    "ALIGNED_WITH": {"dimension"},
    "SCORES": {"value"},
}


def violations() -> Iterator[str]:
    for name, declared in (*NODES.items(), *LINKS.items()):
        yield from (f"{name}: {fault}" for fault in _class(name, declared))
        for prop in props(declared):
            yield from (f"{name}.{prop.name}: {fault}" for fault in _property(prop))
    for name, link in LINKS.items():
        yield from (f"{name}: {fault}" for fault in _link(name, link))
    yield from _names_from_either_end()
    yield from (f"prefix {prefix} is no lower-case word" for prefix in PREFIXES if not re.fullmatch("[a-z]+", prefix))
    yield from (f"label {label} stands {n} times" for label, n in Counter(LABELS).items() if n > 1)


def _class(name: str, declared: type[Declared]) -> Iterator[str]:
    if not (declared.__doc__ or "").strip() or (declared.__doc__ or "").startswith(f"{declared.__name__}("):
        yield "has no description"
    common = COMMON_NODE if name in NODES else COMMON_LINK
    names = [prop.name for prop in props(declared)]
    if tuple(names[: len(common)]) != common:
        yield f"does not begin with {', '.join(common)}"
    required = {prop.name for prop in props(declared) if prop.required} - {"id", "name", "basis"}
    if required != REQUIRED.get(name, set()):
        yield f"requires {sorted(required)}, not {sorted(REQUIRED.get(name, set()))}"
    if len({camel(name) for name in names}) < len(names):
        yield "two properties have one name in GraphQL"
    if set(names) & {"from", "to", "element", "labels"}:
        yield "a property has the name of something else"


def _property(prop: PropType) -> Iterator[str]:
    words = issubclass(prop.kind, Words)
    text, low, high = prop.prop.description, prop.prop.low, prop.prop.high
    rules = {
        "its description is no phrase": re.fullmatch(r"[A-Z].+[^.]", text),
        "is not in snake_case": re.fullmatch(r"[a-z]+(_[a-z0-9]+)*|iso2|iso3|bic4", prop.name),
        f"is of type {prop.kind.__name__}": words or prop.kind in {str, int, float, bool, date},
        "is neither required nor nullable": prop.required or prop.nullable or prop.many,
        "is a list whose default is not empty": not prop.many or prop.default == (),
        "is a share and may be outside 0..1": not prop.name.endswith("share") or (low, high) == (0, 1),
        "low > high": low is None or high is None or low <= high,
        f"refers to {prop.prop.refers}": set(prop.prop.refers) <= {ENTITY, *NODES},
        "a word has no meaning": not words or all(getattr(word, "meaning", "") for word in _words(prop)),
    }
    yield from (fault for fault, kept in rules.items() if not kept)
    for suffix, unit in UNITS.items():
        if prop.name.endswith(suffix) and unit not in (prop.prop.unit or ""):
            yield f"its unit is not {unit}"


def _words(prop: PropType) -> list[Words]:
    kind: Any = prop.kind
    return list(kind)


def _link(name: str, link: type) -> Iterator[str]:
    if not link.ends:
        yield "has no ends"
    if len(set(link.ends)) < len(link.ends):
        yield "has the same ends twice"
    names = {prop.name for prop in props(link)}
    if not set(link.identity()) <= names:
        yield f"its key {link.key} is not declared"
    if link.key != KEYS.get(name, ()):
        yield f"its key is {link.key}, not {KEYS.get(name, ())}"
    if link.to_one != (name in {"LOCATED_IN", "HEADQUARTERED_IN"}):
        yield "is to-one, or should be"


def _names_from_either_end() -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for kind, link in LINKS.items():
        for start, end in link.ends:
            for label, name in ((start.label, link.forward), (end.label, link.backward.get(start.label, ""))):
                if not re.fullmatch(r"[a-z][A-Za-z]+", name):
                    yield f"{kind}: no name seen from {label}"
                elif seen.setdefault((label, name), kind) != kind:
                    yield f"{label}.{name} is {kind} and {seen[label, name]}"
                elif name in {camel(prop.name) for prop in props(NODES[label])}:
                    yield f"{label}.{name} is a property and {kind}"


def test_declarations() -> None:
    found = list(violations())
    assert not found, "\n" + "\n".join(found)


def test_every_label_and_type_of_the_contract() -> None:
    known = "country government hub centre org sector good service agreement coalition measure hazard constituency"
    assert " ".join(PREFIXES) == f"{known} indicator source"
    assert len(LINKS) == 24
