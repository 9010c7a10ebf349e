"""Rows of facts as the parameters of an upsert, and what comes back as plain Python values. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Protocol, TypeVar

from kb.ontology import LINKS, label_of

__all__ = ["FIRST", "LAST", "Stated", "by_ends", "chunks", "link_record", "native", "node_record", "row_of"]

FIRST, LAST = date.min, date.max
"""what a missing `since` and `until` stand for when periods are compared"""

Item = TypeVar("Item")


class Stated(Protocol):
    """Rows by label and by link type, as `kb.load.facts.Facts` has them."""

    @property
    def nodes(self) -> Mapping[str, Iterable[Mapping[str, Any]]]: ...
    @property
    def links(self) -> Mapping[str, Iterable[Mapping[str, Any]]]: ...


def node_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A node's row as a parameter of `ddl.upsert_nodes`."""
    return {"id": row["id"], "props": _present(row)}


def link_record(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What makes a link's row of the type a parameter of `ddl.upsert_links`."""
    identity = LINKS[kind].identity()

    def record(row: Mapping[str, Any]) -> dict[str, Any]:
        present = _present(row)
        start, end = present.pop("from"), present.pop("to")
        key = {name: present.get(name, "") for name in identity}
        s, u = present.get("since", FIRST), present.get("until", LAST)
        return {"from": start, "to": end, "key": key, "s": s, "u": u, "props": present}

    return record


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that have a value; words of a closed set as plain text."""
    return {name: _plain(value) for name, value in row.items() if value is not None and value != ()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    return [str(item) for item in value] if isinstance(value, tuple | list) else value


def by_ends(rows: Iterable[Mapping[str, Any]], size: int) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """Batches (start label, end label, links) of at most `size` rows."""
    waiting: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        ends = (label_of(row["from"]) or "", label_of(row["to"]) or "")
        batch = waiting.setdefault(ends, [])
        batch.append(row)
        if len(batch) == size:
            yield *ends, waiting.pop(ends)
    for (start, end), batch in waiting.items():
        yield start, end, batch


def chunks(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` rows."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def native(value: Any) -> Any:
    """A value from the driver as plain Python: dates of `datetime`, lists and maps through and through."""
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    if isinstance(value, list):
        return [native(item) for item in value]
    to_native = getattr(value, "to_native", None)
    return to_native() if to_native is not None else value


def row_of(props: Mapping[str, Any], ends: Sequence[str] = ()) -> dict[str, Any]:
    """A row of facts from what the base gives: lists as tuples; with `ends`, a link's."""
    row = dict(zip(("from", "to"), ends, strict=False))
    return row | {name: tuple(value) if isinstance(value, list) else value for name, value in props.items()}
