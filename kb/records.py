"""Rows of facts as the parameters of an upsert, and what comes back as plain Python values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Protocol, TypeVar

__all__ = ["Stated", "ahead", "batches", "chunks", "link_record", "native", "node_record", "row_of"]

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
    return {
        name: value if type(value) in _PLAIN else _plain(value)
        for name, value in row.items()
        if value is not None and value != () and value != []
    }


def _plain(value: Any) -> Any:
    """Words of a closed set as plain text, lists as lists."""
    return str(value) if isinstance(value, str) else [str(item) for item in value]


_PLAIN = frozenset((str, int, float, bool, date))


WAITING = 8
"""batches that are filled at the same time"""


@dataclass(eq=False)
class _Batch:
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    links: set[tuple[Any, ...]] = field(default_factory=set)


def batches(rows: Iterable[Mapping[str, Any]], identity: Sequence[str], size: int) -> Iterator[list[Mapping[str, Any]]]:
    """Links in batches of at most `size`, no two of one with the same ends and identity: the next batch takes those.

    Files have them side by side, one for each period; batches that ended there would be tiny.
    """
    waiting: list[_Batch] = []
    for row in rows:
        link = (row["from"], row["to"], *map(row.get, identity))
        batch = next((one for one in waiting if link not in one.links), None)
        if batch is None:
            if len(waiting) == WAITING:
                yield waiting.pop(0).rows
            batch = _Batch()
            waiting.append(batch)
        batch.rows.append(row)
        batch.links.add(link)
        if len(batch.rows) == size:
            waiting.remove(batch)
            yield batch.rows
    yield from (batch.rows for batch in waiting)


def chunks(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` rows."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, each made in a thread while the one before it is in use."""
    iterator = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="kb-ahead") as pool:
        waiting = pool.submit(list, islice(iterator, 1))
        while item := waiting.result():
            waiting = pool.submit(list, islice(iterator, 1))
            yield item[0]


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
