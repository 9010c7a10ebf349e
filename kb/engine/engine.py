"""The Neo4j that a command uses: its address and how to get in."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.engine.client import Membership, join
from kb.engine.failures import from_os, is_full
from kb.engine.jars import ensure_jars
from kb.engine.plan import Internals, Plan, heap, make_plan
from kb.engine.state import password_file
from kb.errors import KbError
from kb.settings import Settings

__all__ = ["Engine", "open_engine"]

CLOSE_PATIENCE = 1.5
"""seconds that the last command waits for Neo4j's end"""
REJOINS = 10


@dataclass(eq=False)
class Engine:
    """A Neo4j: the folder's own, kept alive until `close`, or the one that KB_URI names."""

    uri: str
    """for the driver"""
    http_url: str | None
    """base address of Neo4j Browser; None where none is known"""
    user: str
    password: str = field(repr=False)
    password_file: Path | None = None
    """where the user finds the password of the folder's own Neo4j"""
    database: str | None = None
    """name of the database; None = the home database"""
    embedded: bool = False
    """whether it is the folder's own"""
    _plan: Plan | None = field(default=None, repr=False)
    _membership: Membership | None = field(default=None, repr=False)
    _closed: threading.Event = field(default_factory=threading.Event, repr=False)

    def close(self) -> None:
        """Let go; the last one to do so stops the folder's Neo4j. Takes at most 1.5 s."""
        if self._closed.is_set():
            return
        self._closed.set()
        if self._membership is not None:
            self._membership.leave(CLOSE_PATIENCE)

    def is_full(self) -> bool:
        """Whether the disk of the folder's own Neo4j has no room left; False for another Neo4j."""
        return self._plan is not None and is_full(Path(self._plan.home))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_engine(settings: Settings, *, progress: bool = True, internals: Internals | None = None) -> Engine:
    """The Neo4j for `settings`, answering; fetched and started if need be.

    With `settings.uri` it is that one, and nothing connects yet. Raises FetchFailed, NoSpace, NoMemory,
    StartFailed, FolderTaken, or BadInput for a setting that is wrong. `progress` shows the fetch on standard error.
    """
    if settings.uri is not None:
        return Engine(settings.uri, None, settings.user, settings.password or "", database=settings.database)
    heap(settings.engine_memory)
    jars = ensure_jars(settings, progress=progress)
    plan = make_plan(settings, jars, internals or Internals.read(os.environ))
    home = Path(plan.home)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        membership = join(plan)
        password = password_file(home).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise from_os(error, "the folder of the knowledge base was opened") from error
    engine = Engine(
        uri=f"bolt://127.0.0.1:{membership.state.bolt}",
        http_url=f"http://127.0.0.1:{membership.state.http}",
        user="neo4j",
        password=password,
        password_file=password_file(home),
        database="neo4j",
        embedded=True,
        _plan=plan,
        _membership=membership,
    )
    threading.Thread(target=_stay, args=(engine,), name="kb-engine", daemon=True).start()
    return engine


def _stay(engine: Engine) -> None:
    """Join again when the host is killed: the next one takes the same ports, so drivers find it again."""
    for _ in range(REJOINS):
        membership = engine._membership
        assert membership is not None
        assert engine._plan is not None
        if not _lost(membership) or engine._closed.is_set():
            return
        try:
            membership.connection.close()
            joined = join(engine._plan)
        except KbError:
            return
        engine._membership = joined
        if engine._closed.is_set():
            joined.leave(CLOSE_PATIENCE)
            return
        time.sleep(1.0)


def _lost(membership: Membership) -> bool:
    """Wait until the host ends; whether it ended without a word."""
    try:
        while word := membership.connection.recv(4096):
            if b'"error"' in word:
                return False
    except OSError:
        pass
    return True
