"""The Neo4j that a command uses: its address and how to get in."""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.engine.client import Membership, join
from kb.engine.failures import from_os, from_wire, is_full
from kb.engine.jars import ensure_jars
from kb.engine.plan import Internals, Plan, heap, make_plan
from kb.engine.progress import late
from kb.engine.state import password_file
from kb.errors import FolderTaken, KbError, WrongPassword
from kb.settings import Settings

__all__ = ["Engine", "open_engine"]

CLOSE_PATIENCE = 1.5
"""seconds that the last command waits for Neo4j's end"""
PAUSES = (1.0, 30.0)
"""seconds between two attempts to join again, at first and at most; each pause is twice the last"""
STEADY = 60.0
"""seconds after which a Neo4j that has gone counts as one that ran well"""
_FINAL = (FolderTaken, WrongPassword)
"""what no waiting mends"""
_log = logging.getLogger("kb")


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
    StartFailed, FolderTaken, or BadInput for a setting that is wrong. `progress` tells of
    fetch and start on standard error.
    """
    if settings.uri is not None:
        return Engine(settings.uri, None, settings.user, settings.password or "", database=settings.database)
    heap(settings.engine_memory)
    jars = ensure_jars(settings, progress=progress)
    plan = make_plan(settings, jars, internals or Internals.read(os.environ))
    home = Path(plan.home)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with late("Starting Neo4j", visible=progress):
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
    """Join again whenever the host ends: the next one takes the same ports, so drivers find it again."""
    pause, longest = PAUSES
    while (membership := engine._membership) is not None:
        begun = time.monotonic()
        why: Exception | None = _end_of(membership)
        if engine._closed.is_set():
            return
        membership.connection.close()
        if time.monotonic() - begun > STEADY:
            pause = PAUSES[0]
        while why is not None or (why := _join_again(engine)) is not None:
            _log.warning("The folder's Neo4j is away: %s", why)
            if isinstance(why, _FINAL) or engine._closed.wait(pause):
                return
            pause, why = min(2 * pause, longest), None


def _join_again(engine: Engine) -> Exception | None:
    """Be a member again; what was in the way, if anything."""
    assert engine._plan is not None
    try:
        engine._membership = joined = join(engine._plan)
    except (KbError, OSError) as error:
        return error
    if engine._closed.is_set():
        joined.leave(CLOSE_PATIENCE)
    return None


def _end_of(membership: Membership) -> KbError | None:
    """Wait until the host ends; the error that it ended with, None where it was killed."""
    heard = b""
    try:
        while received := membership.connection.recv(4096):
            heard = (heard + received)[-4096:]
    except OSError:
        pass
    word = heard.decode("utf-8", "replace").strip().rpartition("\n")[2]
    try:
        return from_wire(word) if '"error"' in word else None
    except (ValueError, LookupError, AttributeError):
        return None
