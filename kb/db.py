"""The knowledge base as the rest of the package sees it: read, write, migrate, count, export."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired, TransientError

from kb import ddl
from kb.cypher import statement
from kb.engine import Engine, async_driver, driver, open_engine, translate
from kb.engine.deadline import within
from kb.errors import Internal
from kb.lookup import named as found_by_name
from kb.meta import Answer, Question
from kb.questions import QUESTIONS
from kb.questions.arguments import question as named
from kb.questions.asking import answered, dated, rehearsal, statement_name, statement_parameters
from kb.records import Stated, native
from kb.secret import secret
from kb.settings import Settings
from kb.writing import Progress, write

__all__ = ["Database", "Progress"]

READ_SECONDS = 30.0
"""after which the server ends a read"""
ANSWER_SECONDS = 10.0
"""the same for an asynchronous read, for which a client of the service waits"""
WRITE_SECONDS = 300.0
SPARE_SECONDS = 5.0
"""that a call waits longer for an answer; then the server lives but does not keep its own time"""
ATTEMPTS = 4
"""of a read that fails for a passing reason"""

T = TypeVar("T")


class Database:
    """A knowledge base in a Neo4j. Threads may share it; every error that leaves it is one of kb.errors."""

    def __init__(self, engine: Engine, home: Path | None = None) -> None:
        self.engine = engine
        self._home = home
        self._driver = driver(engine)
        self._async: neo4j.AsyncDriver | None = None

    @classmethod
    def open(cls, settings: Settings, *, progress: bool = True) -> Self:
        """The knowledge base for `settings`; Neo4j is started if need be. Close it, or use it in a `with`."""
        return cls(open_engine(settings, progress=progress), settings.home)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of Neo4j."""
        self._driver.close()
        self.engine.close()

    async def aopen(self) -> None:
        """Make `aread` usable in the running event loop."""
        self._async = async_driver(self.engine)

    async def aclose(self) -> None:
        """Undo `aopen`."""
        if self._async is not None:
            await self._async.close()
        self._async = None

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of the statement `cypher/<name>.cypher`."""
        return self.rows(statement(name), parameters)

    async def aread(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The same without blocking the event loop; `aopen` comes first."""
        return await self.arows(statement(name), parameters)

    def rows(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows that a reading statement gives; it cannot write."""
        with _lent(parameters) as given:
            return self._in_time(READ_SECONDS, lambda: self._rows(text, given))

    def _rows(self, text: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        for attempt in range(ATTEMPTS):
            try:
                with self._driver.session(**self._session(neo4j.READ_ACCESS)) as session:
                    return [native(dict(r)) for r in session.run(_query(text, READ_SECONDS), parameters)]
            except (Neo4jError, DriverError, OSError, ValueError) as error:
                time.sleep(_pause(error, attempt, self.engine))
        raise AssertionError

    async def arows(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, dates: bool = True
    ) -> list[dict[str, Any]]:
        """The same without blocking the event loop; a statement that gives no `dates` is not looked through for any."""
        if self._async is None:
            raise Internal("The knowledge base is not open for asynchronous reads.", hint="Call aopen first.")
        try:
            async with asyncio.timeout(ANSWER_SECONDS + SPARE_SECONDS):
                return await self._arows(self._async, text, parameters, native if dates else _as_it_is)
        except TimeoutError as error:
            raise translate(error, self.engine) from error

    async def _arows(
        self,
        opened: neo4j.AsyncDriver,
        text: str,
        parameters: Mapping[str, Any] | None,
        taken: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> list[dict[str, Any]]:
        for attempt in range(ATTEMPTS):
            try:
                async with opened.session(**self._session(neo4j.READ_ACCESS)) as session:
                    result = await session.run(_query(text, ANSWER_SECONDS), dict(parameters or {}))
                    return [taken(dict(record)) async for record in result]
            except (Neo4jError, DriverError, OSError, ValueError) as error:
                await asyncio.sleep(_pause(error, attempt, self.engine))
        raise AssertionError

    def ask(self, question: Question | str, /, **arguments: Any) -> Answer:
        """The answer to a question, given whole or by name: `ask("servicesFollowing", hub=…, to="VNM")`."""
        asked = dated(_question(question, arguments))
        (record,) = self.read(statement_name(asked), **statement_parameters(asked))
        return answered(asked, record, self.engine.http_url, self.bolt)

    async def aask(self, question: Question) -> Answer:
        """The same without blocking the event loop."""
        asked = dated(question)
        (record,) = await self.aread(statement_name(asked), **statement_parameters(asked))
        return answered(asked, record, self.engine.http_url, self.bolt)

    def search(self, text: str, labels: Sequence[str] = (), first: int = 10) -> list[dict[str, Any]]:
        """Nodes whose name or alias is like `text`, best first: dicts of `id`, `name`, `label`, `score`.

        `labels` leaves only nodes of these; `first` is 1 to 1000. Raises BadInput for an argument at fault.
        """
        return found_by_name(self, text, labels, first)

    async def rehearse(self) -> None:
        """Have the database plan every question's statement, which can take longer than to answer it."""
        for question in QUESTIONS.values():
            name, parameters = rehearsal(question)
            await self.aread(name, **parameters)

    @cached_property
    def secret(self) -> bytes:
        """A key that its folder keeps, or one of this process: what a service seals with it, no one else can."""
        return secret(self._home)

    @property
    def bolt(self) -> str:
        """The address for Neo4j Browser, with the user."""
        scheme, _, rest = self.engine.uri.partition("://")
        return f"{scheme}://{self.engine.user}@{rest}"

    def stream(self, text: str, parameters: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """Row by row what a reading statement gives, however much it is; not tried again when it breaks off."""
        try:
            with self._driver.session(fetch_size=2_000, **self._session(neo4j.READ_ACCESS)) as session:
                for record in session.run(_query(text, None), dict(parameters or {})):
                    yield native(dict(record))
        except (Neo4jError, DriverError, OSError, ValueError) as error:
            raise translate(error, self.engine) from error

    def change(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run a writing statement in a transaction of its own, again where it fails for a passing reason.

        After Timeout and Unavailable it is not known whether it was written; to write the same again is safe.
        """

        def work(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return transaction.run(text, given).data()

        def run() -> list[dict[str, Any]]:
            with self._driver.session(**self._session(neo4j.WRITE_ACCESS)) as session:
                return session.execute_write(neo4j.unit_of_work(timeout=WRITE_SECONDS)(work))

        with _lent(parameters) as given:
            return self._in_time(WRITE_SECONDS, run)

    def _in_time(self, seconds: float, work: Callable[[], T]) -> T:
        try:
            return within(seconds + SPARE_SECONDS, work)
        except (Neo4jError, DriverError, OSError, ValueError) as error:
            raise translate(error, self.engine) from error

    def write(self, facts: Stated, progress: Progress | None = None) -> dict[str, int]:
        """Write checked rows, nodes first; gives how many, by label and type. The same again changes nothing."""
        return write(self.change, facts, progress or (lambda name, count: None))

    def migrate(self) -> None:
        """Make constraints and indexes that are missing, and wait until they are ready."""
        ready = {row["name"] for row in self.read("reads/indexes") if row["state"] == "ONLINE"}
        missing = [text for name, text in ddl.schema_by_name().items() if name not in ready]
        for text in missing:
            self.change(text)
        if missing:
            self.change("CALL db.awaitIndexes(300)")

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many nodes by label and links by type there are, those with none left out."""
        nodes, links = self.rows(ddl.count_nodes()), self.rows(ddl.count_links())
        return {row["name"]: row["count"] for row in nodes if row["count"]}, {
            row["name"]: row["count"] for row in links if row["count"]
        }

    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return self.rows(ddl.count_all()) == [{"count": 0}]

    def clear(self) -> None:
        """Delete everything."""
        while self.change(ddl.clear(), {"limit": 20_000})[0]["removed"]:
            pass

    def _session(self, access: str) -> dict[str, Any]:
        return {"database": self.engine.database, "default_access_mode": access}


def _question(question: Question | str, arguments: Mapping[str, Any]) -> Question:
    if isinstance(question, str):
        return named(question, QUESTIONS, arguments)
    return question


@contextmanager
def _lent(parameters: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """The parameters of one call. The driver's objects are cycles that would keep a batch long after it is written."""
    given = {name: list(value) if isinstance(value, list) else value for name, value in (parameters or {}).items()}
    try:
        yield given
    finally:
        for value in given.values():
            if isinstance(value, list):
                value.clear()


def _as_it_is(row: dict[str, Any]) -> dict[str, Any]:
    return row


def _query(text: str, seconds: float | None) -> neo4j.Query:
    return neo4j.Query(text, timeout=seconds)


def _pause(error: Exception, attempt: int, engine: Engine) -> float:
    """Seconds until the next attempt of a read; raises our error where another one is of no use."""
    passing = isinstance(error, TransientError) and error.is_retryable()
    broken = isinstance(error, SessionExpired | ServiceUnavailable) and attempt == 0  # e.g. a restart
    if not (passing or broken) or attempt == ATTEMPTS - 1:
        raise translate(error, engine) from error
    return float(0.05 * 2**attempt * (1 + random.random()))
