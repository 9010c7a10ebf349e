"""Arguments from outside -> a question, or a BadInput that names the argument and the rule it breaks."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from kb.errors import BadInput
from kb.meta import ID, Declared, PropType, Question, Row, Words, camel, props
from kb.ontology import NODES

__all__ = ["node_id", "question", "read"]

D = TypeVar("D", bound=Declared)

_LONGEST = 200
"""characters of an id from outside: an answer may repeat it"""


def question(name: str, questions: Mapping[str, type[Question]], raw: Mapping[str, Any]) -> Question:
    """The question `name` with the arguments `raw` (names in snake_case or camelCase)."""
    if name not in questions:
        raise BadInput(
            f"There is no question {name!r}.", argument="question", rule="a known question", hint=_near(name, questions)
        )
    return read(questions[name], raw)


def read(declared: type[D], raw: Mapping[str, Any], at: str = "") -> D:
    """An instance of `declared` from raw values; None and a missing value keep the default.

    `at` is the path of the structure in the arguments, for errors (`priors.`).
    """
    known = {p.name: p for p in props(declared)} | {p.graphql_name: p for p in props(declared)}
    for name in map(str, raw):
        if name not in known:
            names = [p.graphql_name for p in props(declared)]
            raise BadInput(f"There is no argument {at}{name}.", argument=f"{at}{name}", rule="a known argument",
                           hint=_near(name, names))  # fmt: skip
    given = _given(raw, known, at)
    values = {}
    for p in props(declared):
        if p.name in given:
            values[p.name] = _coerce(p, given[p.name], at + p.graphql_name)
        elif p.required:
            missing = at + p.graphql_name
            hint = f"Give {missing}: {p.prop.description}."
            raise BadInput(f"{missing} is missing.", argument=missing, rule="required", hint=hint)
    return declared(**values)


def _given(raw: Mapping[str, Any], known: Mapping[str, PropType], at: str) -> dict[str, Any]:
    """What was given, by the fields' own names; either spelling of a name, but not both."""
    given: dict[str, Any] = {}
    for name, value in raw.items():
        p = known[str(name)]
        if p.name in given and value is not None:
            raise BadInput(
                f"{at}{p.graphql_name} is given twice, as {p.graphql_name} and as {p.name}.",
                argument=f"{at}{p.graphql_name}",
                rule="given once",
                hint=f"Leave {p.name} out.",
            )
        if value is not None:
            given[p.name] = value
    return given


def node_id(text: str, labels: tuple[str, ...], argument: str) -> str:
    """The id that `text` names: an id as it stands, a country's alpha-3 code in any case, a good's HS code."""
    text = text.strip()
    if len(text) > _LONGEST:
        raise _bad(argument, text, f"an id of at most {_LONGEST} characters", "`search` finds the id of a name.")
    if "Country" in labels and re.fullmatch(r"[A-Za-z]{3}", text):
        return f"country:{text.lower()}"
    if "Good" in labels and re.fullmatch(r"([0-9]{2}){1,3}", text):
        return f"good:hs-{text}"
    prefixes = [NODES[label].prefix for label in labels if label in NODES]
    wanted = " or ".join(f"{prefix}:…" for prefix in prefixes)
    if not re.fullmatch(ID, text.lower()):
        example = " (or an ISO 3166-1 alpha-3 code)" if "Country" in labels else ""
        raise _bad(argument, text, f"an id {wanted}{example}", "`search` finds the id of a name.")
    if prefixes and text.lower().partition(":")[0] not in prefixes:
        raise _bad(argument, text, f"an id of {' or '.join(labels)}", f"Name one by {wanted}.")
    return text.lower()


def _coerce(p: PropType, value: Any, at: str) -> Any:
    if not p.many:
        return _one(p, value, at)
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        value = [value]
    return tuple(_one(p, item, at) for item in value)


def _one(p: PropType, value: Any, at: str) -> Any:
    if issubclass(p.kind, Row):
        return _structure(p.kind, value, at)
    if issubclass(p.kind, Words):
        return _word(p.kind, value, at)
    if p.kind is date:
        return _date(value, at)
    if p.kind in (int, float):
        return _number(p, value, at)
    if p.kind is bool and isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.strip() == "":
        raise _bad(at, value, "a text that is not empty", f"Give {at}: {p.prop.description}.")
    return node_id(value, p.prop.refers, at) if p.prop.refers else value


def _structure(row: type[Row], value: Any, at: str) -> Row:
    if isinstance(value, row):
        return value
    if not isinstance(value, Mapping):
        raise _bad(at, value, "a structure", f"Give its fields: {', '.join(p.graphql_name for p in props(row))}.")
    return read(row, value, f"{at}.")


def _word(words: type[Words], value: Any, at: str) -> Words:
    try:
        return words(value)
    except ValueError:
        raise _bad(at, value, f"one of {', '.join(words)}", _near(str(value), list(words))) from None


def _date(value: Any, at: str) -> date:
    if isinstance(value, datetime):  # a date too, but Neo4j compares it with no date
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _bad(at, value, "a day of the calendar, YYYY-MM-DD", "Write it like 2022-06-30.")


def _number(p: PropType, value: Any, at: str) -> float:
    wrong = isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value)
    if wrong or (p.kind is int and value != int(value)):
        raise _bad(at, value, "a whole number" if p.kind is int else "a finite number", f"Give {at} as a number.")
    low, high, above = p.prop.low, p.prop.high, p.prop.above
    if (
        (low is not None and value < low)
        or (high is not None and value > high)
        or (above is not None and value <= above)
    ):
        raise _bad(at, value, p.domain, f"Give {at} a value inside its range.")
    return p.kind(value)  # type: ignore[no-any-return]


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no double holds
        return False


def _bad(argument: str, value: Any, rule: str, hint: str) -> BadInput:
    shown = _shown(value)
    return BadInput(f"{argument} is {shown!r}; it must be {rule}.", argument=argument, rule=rule, hint=hint)


def _shown(value: Any) -> str:
    try:
        return str(value)[:80]
    except ValueError:  # a whole number of more digits than Python writes
        return "a very large number"


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted({camel(n) for n in known})
    folded = {n.casefold(): n for n in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(folded[n] for n in close)}?" if close else f"Known: {', '.join(names)}."
