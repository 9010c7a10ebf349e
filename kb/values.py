"""One value of one property: read from text, checked, and written as text again. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kb.meta import ID, PropType, Words
from kb.ontology import PREFIXES

__all__ = ["LONGEST", "Wrong", "from_text", "from_value", "to_text"]

LONGEST = 100_000
"""characters in one value"""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INTEGER = re.compile(r"-?[0-9]{1,19}").fullmatch
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_ID = re.compile(ID).fullmatch
_ITEM = re.compile(r"((?:[^|\\]|\\.|\\$)*)(?:\||$)", re.DOTALL)

Parse = Callable[[Any], Any]


class Wrong(ValueError):
    """A value breaks a rule; the hint says what to do."""

    def __init__(self, rule: str, hint: str) -> None:
        super().__init__(rule)
        self.rule, self.hint = rule, hint


def from_text(prop: PropType) -> Parse:
    """What reads the cell of a CSV file, never empty; it raises Wrong."""
    limit = _domain(prop)
    one = limit if issubclass(prop.kind, str) else _both(_parser(prop), limit)
    return (lambda text: tuple(one(item) for item in _split(text))) if prop.many else one


def from_value(prop: PropType) -> Parse:
    """What checks a Python value, never None; it raises Wrong."""
    one = _both(_converter(prop), _domain(prop))

    def many(values: Any) -> Any:
        if not isinstance(values, tuple | list):
            raise Wrong("a list", "Give a tuple of values.")
        return tuple(one(value) for value in values)

    return many if prop.many else one


def _both(first: Parse, then: Parse) -> Parse:
    return lambda value: then(first(value))


def to_text(value: Any) -> str:
    """The cell of a CSV file for a value; what `from_text` reads back."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value).removesuffix(".0")
        case tuple() | list():
            return "|".join(str(item).replace("\\", "\\\\").replace("|", "\\|") for item in value)
    return str(value)


def _split(text: str) -> list[str]:
    """The items of a list: `|` parts them, `\\|` and `\\\\` stand for `|` and a backslash."""
    if "\\" not in text:
        items = text.split("|")
    else:
        items = [re.sub(r"\\([|\\])", r"\1", found.group(1)) for found in _ITEM.finditer(text)]
        if not re.search(r"(?<!\\)(?:\\\\)*\|$", text):
            items.pop()  # the match of nothing at the end
    if "" in items:
        raise Wrong("a list has no empty value", "Remove the `|` too many.")
    return items


def _parser(prop: PropType) -> Parse:
    return {bool: _bool, int: _int, float: _float, date: _date}[prop.kind]


def _bool(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Wrong("true or false", "Write true or false.")
    return text == "true"


def _int(text: str) -> int:
    if not _INTEGER(text):
        raise Wrong("a whole number", "Write digits only.")
    return int(text)


def _float(text: str) -> float:
    if not _NUMBER(text):
        raise Wrong("a number with a dot", "Write it like 1234.5; leave it empty where it is not known.")
    return float(text)


def _date(text: str) -> date:
    try:
        if _DATE(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Wrong("a date YYYY-MM-DD", "Write a day that exists, like 2018-01-31.")


def _converter(prop: PropType) -> Parse:
    kind: Any = str if issubclass(prop.kind, str) else prop.kind

    def convert(value: Any) -> Any:
        fits = isinstance(value, (int, float) if kind is float else kind)
        if not fits or (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime):
            raise Wrong(f"of type {kind.__name__}", f"It is {type(value).__name__}; give a {kind.__name__}.")
        return value if kind in {bool, date} else kind(value)

    return convert


def _domain(prop: PropType) -> Parse:
    if prop.prop.refers:
        return _reference(prop.prop.refers)
    if issubclass(prop.kind, Words):
        return _word(prop)
    if prop.kind is str:
        return _string(prop.prop.pattern)
    if prop.kind in {int, float}:
        return _range(prop)
    return _same


def _same(value: Any) -> Any:
    return value


def _reference(labels: tuple[str, ...]) -> Parse:
    wanted = "the id of a node" if labels == ("Entity",) else f"an id of {' or '.join(labels)}"
    prefixes = [prefix for prefix, label in PREFIXES.items() if label in labels or labels == ("Entity",)]
    hint = f"It begins with {' or '.join(f'{prefix}:' for prefix in prefixes)}"

    fits = re.compile(f"(?=(?:{'|'.join(prefixes)}):)(?:{ID})").fullmatch

    def read(text: str) -> str:
        if len(text) > LONGEST or not fits(text):
            if len(text) > LONGEST or not _ID(text):
                raise Wrong("an id is prefix:slug, of a-z, 0-9 and single hyphens", f"{hint} and a slug.")
            raise Wrong(wanted, f"{hint}.")
        return text

    return read


def _word(prop: PropType) -> Parse:
    kind: Any = prop.kind
    words = {str(word): str(word) for word in kind}

    def read(text: str) -> str:
        if text not in words:
            raise Wrong(f"one of {prop.domain}", "Use one of these words.")
        return words[text]

    return read


def _string(pattern: str | None) -> Parse:
    matches = re.compile(pattern or ".+", re.DOTALL).fullmatch

    def read(text: str) -> str:
        if len(text) > LONGEST:
            raise Wrong(f"at most {LONGEST} characters", "Shorten it.")
        if not text.isprintable() and (found := _CONTROL.search(text)):
            raise _not_text(found.group())
        if not text or text.isspace():
            raise Wrong("not blank", "Leave it empty, or give it a value.")
        if not matches(text):
            raise Wrong(f"matches {pattern}", "Write it in this form.")
        return text

    return read


def _not_text(char: str) -> Wrong:
    if "\udc80" <= char <= "\udcff":
        return Wrong("UTF-8", f"Byte 0x{ord(char) - 0xDC00:02X} is none (Latin-1, perhaps): save the file as UTF-8.")
    return Wrong("no control characters or line breaks", f"Remove U+{ord(char):04X}.")


def _range(prop: PropType) -> Parse:
    low = -math.inf if prop.prop.low is None else prop.prop.low
    high = math.inf if prop.prop.high is None else prop.prop.high
    above = -math.inf if prop.prop.above is None else prop.prop.above

    def read(value: float) -> float:
        if not math.isfinite(value):
            raise Wrong("a finite number", "Leave it empty where it is not known.")
        if not (low <= value <= high and (value > above or above == -math.inf)):
            raise Wrong(prop.domain, "Check the value and its unit.")
        if prop.kind is int and not -(2**63) <= value < 2**63:
            raise Wrong("a whole number of 64 bits", "Check the value.")
        return value

    return read
