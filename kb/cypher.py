"""Find, read and check the statements of the folder `cypher/`; write values into a statement as literals."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import kb
from kb.errors import BadInput

__all__ = ["FOLDER", "columns", "faults", "literal", "names", "parameters", "statement", "with_literals"]

FOLDER = Path(kb.__file__).resolve().parent.parent / "cypher"
"""beside the package, so that another `cypher` or `api` in the user's working folder is not taken for it"""

_QUIET = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`", re.DOTALL)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_WRITES = re.compile(
    r"(?<![\w.:$])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|FOREACH|ALTER|GRANT|DENY|REVOKE|LOAD\s+CSV"
    r"|CALL\s+(?!db\.index\.fulltext\.query|dbms\.components)\w+(?=\s*\.))(?!\w)",
    re.IGNORECASE,
)
_END = re.compile(r"\b(?:ORDER\s+BY|SKIP|OFFSET|LIMIT)\b|;", re.IGNORECASE)
_ALIAS = re.compile(r"\bAS\s+(`(?:``|[^`])+`|\w+)\s*$", re.IGNORECASE)


@cache
def statement(name: str) -> str:
    """The text of the statement `name`, e.g. `questions/servicesFollowing`."""
    return (FOLDER / f"{name}.cypher").read_text(encoding="utf-8")


def names() -> tuple[str, ...]:
    """Every statement a person wrote, in order."""
    files = (file.relative_to(FOLDER).with_suffix("") for file in FOLDER.glob("*/*.cypher"))
    return tuple(sorted(name.as_posix() for name in files))


def parameters(text: str) -> frozenset[str]:
    """Names of the parameters, those in strings and comments left out."""
    return frozenset(_PARAMETER.findall(_code(text)))


def columns(text: str) -> tuple[str, ...]:
    """Names of the columns that the final RETURN gives."""
    code = _code(text)
    flat = _flat(code)
    start = max((found.end() for found in re.finditer(r"\bRETURN\b(?:\s+DISTINCT\b)?", flat, re.IGNORECASE)), default=0)
    if start == 0:
        return ()
    ended = _END.search(flat, start)
    end = ended.start() if ended else len(flat)
    cuts = [start - 1, *(i for i in range(start, end) if flat[i] == ","), end]
    return tuple(_column(text[a + 1 : b], code[a + 1 : b]) for a, b in pairwise(cuts))


def faults(name: str, text: str) -> list[str]:
    """What is wrong with a statement that only reads: its name is not in its first comment, or it writes."""
    found = []
    if not re.match(rf"// {re.escape(name)}(?::|$)", text.partition("\n")[0]):
        found.append(f"{name}: the first line must be `// {name}: what it gives`")
    found += [f"{name}: {word.group(0)} may write" for word in _WRITES.finditer(_code(text))]
    if not columns(text):
        found.append(f"{name}: it returns nothing")
    return found


def with_literals(text: str, values: Mapping[str, Any]) -> str:
    """`text` with every parameter written in as a literal, comments kept, strings untouched.

    Raises BadInput where a value is missing or cannot be written in Cypher.
    """
    code = _code(text)
    parts, at = [], 0
    for found in _PARAMETER.finditer(code):
        if found.group(1) not in values:
            raise BadInput(f"{found.group(0)} has no value.", argument=found.group(1), hint="Give it one.")
        parts += [text[at : found.start()], literal(values[found.group(1)])]
        at = found.end()
    return "".join([*parts, text[at:]])


def literal(value: Any) -> str:
    """A Cypher expression for `value`: text, number, bool, date, None, or a list of them.

    It has no line break and means the same in Neo4j 5.26 and the newest, whatever the text holds.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case float() if math.isfinite(value):
            return repr(float(value))
        case str():
            return _string(str(value))
        case date():
            return f"date('{value.isoformat()[:10]}')"
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
    raise BadInput(f"{value!r} cannot be written in Cypher.", hint="Give text, a number, a date or a list.")


_ESCAPES = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _string(value: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise BadInput("The text is not Unicode.", hint="Send it as UTF-8.")
    # Neo4j reads \\uXXXX before it reads strings, so a backslash never stands before a u of the value's own.
    pieces = re.split(r"(?<=\\)(?=u)", value)
    written = ["'" + "".join(_char(char) for char in piece) + "'" for piece in pieces]
    return written[0] if len(written) == 1 else "(" + " + ".join(written) + ")"


def _char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04x}" if ord(char) < 32 or char in "\x7f\x85\u2028\u2029" else char


def _code(text: str) -> str:
    """`text` with strings, comments and quoted names blanked, place for place."""
    return _QUIET.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), text)


def _flat(code: str) -> str:
    """`code` with everything inside brackets blanked."""
    return "".join(_outside(code))


def _outside(code: str) -> Iterator[str]:
    depth = 0
    for char in code:
        depth -= char in ")]}"
        yield char if depth == 0 else " "
        depth += char in "([{"


def _column(text: str, code: str) -> str:
    alias = _ALIAS.search(text)
    if alias and code[alias.start() : alias.start() + 2].upper() == "AS":
        return alias.group(1).strip("`").replace("``", "`")
    return code.strip()
