"""Put a drawn graph beside others in one knowledge base: every id and country code gets a mark of its own."""

from __future__ import annotations

from typing import Any

from kb.load.facts import Facts, Row
from kb.ontology import label_of

__all__ = ["placed", "side_by_side", "taken_back"]

_CODES = ("iso3", "country")


def placed(value: Any, mark: str) -> Any:
    """`value` (facts, a row, an argument) with ids marked; `mark` is made of digits.

    Ids of one graph keep their order. A country's code of three letters becomes one of three other letters.
    """
    if isinstance(value, Facts):
        return Facts(*({kind: [placed(row, mark) for row in rows] for kind, rows in part.items()}
                       for part in (value.nodes, value.links)))  # fmt: skip
    if isinstance(value, dict):
        return _row(value, mark)
    if isinstance(value, tuple | list):
        return type(value)(placed(item, mark) for item in value)
    return f"{value}-{mark}" if isinstance(value, str) and ":" in value and label_of(value) else value


def _row(row: Row, mark: str) -> Row:
    return {name: _code(item, mark) if name in _CODES and item else placed(item, mark) for name, item in row.items()}


def _code(code: str, mark: str) -> str:
    """A code that no other graph has: the letter of the country, and two for the mark."""
    number = int(mark)
    return "".join(chr(ord("A") + digit) for digit in (_LETTER[code], number // 26 % 26, number % 26))


_LETTER = {code: number for number, code in enumerate(("CHN", "VNM", "USA", "JPN", "HKG", "AAA", "BBB", "CCC", "DDD"))}
"""countries that drawings use"""


def taken_back(value: Any, mark: str) -> Any:
    """What an answer says, without the marks."""
    if isinstance(value, dict):
        return {name: taken_back(item, mark) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(taken_back(item, mark) for item in value)
    return value.removesuffix(f"-{mark}") if isinstance(value, str) else value


def side_by_side(graphs: dict[str, Facts]) -> Facts:
    """The graphs as one, each with its mark."""
    whole = Facts()
    for mark, graph in graphs.items():
        marked = placed(graph, mark)
        for into, rows in ((whole.nodes, marked.nodes), (whole.links, marked.links)):
            for kind, more in rows.items():
                into.setdefault(kind, []).extend(more)
    return whole
