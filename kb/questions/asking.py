"""The way of a question to its statement and back, the same for every question."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from kb import cypher
from kb.meta import Answer, Declared, Question, props

__all__ = ["answered", "browser_url", "dated", "drawn", "rehearsal", "statement_name", "statement_parameters"]


def statement_name(question: Question | type[Question]) -> str:
    """The file that fetches for it."""
    return f"questions/{question.asked}"


def dated(question: Question) -> Question:
    """The question with today (UTC) where it names no day."""
    if "as_of" in {p.name for p in props(type(question))} and getattr(question, "as_of", None) is None:
        return dataclasses.replace(question, as_of=datetime.now(UTC).date())  # type: ignore[call-arg]
    return question


def statement_parameters(question: Question) -> dict[str, Any]:
    """The arguments that its statement takes."""
    wanted = cypher.parameters(cypher.statement(statement_name(question)))
    return {name: _plain(getattr(question, name)) for name in sorted(wanted)}


def rehearsal(question: type[Question]) -> tuple[str, dict[str, Any]]:
    """Its statement, and parameters of the usual types that find nothing: run once, its plan is ready."""
    name = statement_name(question)
    usual: dict[type, Any] = {str: "", date: datetime.now(UTC).date()}
    found = {p.name: p.default if p.many else usual.get(p.kind, p.default) for p in props(question)}
    return name, {parameter: found[parameter] for parameter in sorted(cypher.parameters(cypher.statement(name)))}


def answered(question: Question, record: Mapping[str, Any], http_url: str | None, bolt: str) -> Answer:
    """The answer, from the one record that the statement returned, with what draws it in Neo4j Browser."""
    answer = question.compute(question.fetched(**record))
    as_of = getattr(answer, "as_of", None) or datetime.now(UTC).date()
    explore = cypher.with_literals(cypher.statement("explore/answer"), {"ids": drawn(answer), "as_of": as_of})
    url = browser_url(http_url, bolt, explore) if http_url else None
    return dataclasses.replace(answer, explore=explore, explore_url=url)


def drawn(answer: Answer) -> list[str]:
    """Ids of the nodes that a drawing of the answer shows: its own and those of its first rows, sources left out."""
    return sorted(dict.fromkeys(_nodes(answer)))


def _nodes(declared: Declared) -> Iterator[str]:
    for p in props(type(declared)):
        value = getattr(declared, p.name)
        several = value if p.many else () if value is None else (value,)
        for item in several[:_DRAWN]:
            if isinstance(item, Declared):
                yield from _nodes(item)
            elif p.prop.node and p.prop.refers != ("Source",):
                yield item


_DRAWN = 15
"""rows that a drawing shows: more are a tangle"""


def browser_url(http_url: str, bolt: str, statement: str = "") -> str:
    """The address that opens Neo4j Browser, connected to `bolt` (bolt://user@host:port), with `statement` filled in."""
    arguments = f"&cmd=edit&arg={quote(statement, safe='')}" if statement else ""
    return f"{http_url}/browser/?dbms={quote(bolt, safe=':/@')}{arguments}"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
