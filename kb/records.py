"""Rows of facts as the parameters of an upsert, and what comes back as plain Python values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Protocol, TypeVar

from kb.ontology import label_of

__all__ = ["Stated", "by_ends", "chunks", "link_record", "native", "node_record", "row_of"]

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


def link_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A link's row as a parameter of `ddl.upsert_links`."""
    present = _present(row)
    return {"from": present.pop("from"), "to": present.pop("to"), "props": present}


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that have a value, in types that the driver knows."""
    return {name: _PLAIN.get(type(value), _plain)(value) for name, value in row.items() if value not in _MISSING}


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    """Words of a closed set as plain text, lists as lists."""
    return str(value) if isinstance(value, str) else [str(item) for item in value]


_MISSING: tuple[Any, ...] = (None, (), [])
_PLAIN = dict.fromkeys((str, int, float, bool, date), _same)


@dataclass
class _Waiting:
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    links: set[tuple[Any, ...]] = field(default_factory=set)


def by_ends(
    rows: Iterable[Mapping[str, Any]], identity: Sequence[str], size: int
) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """Batches (start label, end label, links) of at most `size` rows, no two with the same ends and identity."""
    waiting: dict[tuple[str, str], _Waiting] = {}
    for row in rows:
        start, end = row["from"], row["to"]
        ends = (label_of(start) or "", label_of(end) or "")
        link = (start, end, *map(row.get, identity))
        batch = waiting.setdefault(ends, _Waiting())
        if len(batch.rows) == size or link in batch.links:
            yield *ends, batch.rows
            batch = waiting[ends] = _Waiting()
        batch.rows.append(row)
        batch.links.add(link)
    for (start, end), batch in waiting.items():
        yield start, end, batch.rows


def chunks(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` rows."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def native(value: Any) -> Any:
    """A value from the driver as plain Python: dates of `datetime`, lists and maps through and through."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is dict:
        return {key: item if type(item) in _AS_IT_IS else native(item) for key, item in value.items()}
    if kind is list:
        return [item if type(item) in _AS_IT_IS else native(item) for item in value]
    to_native = getattr(value, "to_native", None)
    return to_native() if to_native is not None else value


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


def row_of(props: Mapping[str, Any], ends: Sequence[str] = ()) -> dict[str, Any]:
    """A row of facts from what the base gives: lists as tuples; with `ends`, a link's."""
    row = dict(zip(("from", "to"), ends, strict=False))
    return row | {name: tuple(value) if isinstance(value, list) else value for name, value in props.items()}
