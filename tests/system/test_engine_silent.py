"""A Neo4j that lives and never answers: requests end in time, and the host starts it again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from kb import db
from kb.db import Database
from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.engine.state import State, read_state
from kb.errors import Timeout, Unavailable
from kb.settings import Settings
from tests.house import alive, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP is not on Windows")

PATIENCE = 2.0
DEADLINE = 2.0
COUNT = "MATCH (n:Kept) RETURN count(n) AS count"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    settings = Settings(home=tmp_path_factory.mktemp("silent") / "kb")
    internals = Internals(train_after=None, patience=PATIENCE)
    with open_engine(settings, progress=False, internals=internals) as engine, Database(engine) as base:
        yield base


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that have less time than the host needs to see that something is wrong."""
    for name in ("READ_SECONDS", "ANSWER_SECONDS", "WRITE_SECONDS", "SPARE_SECONDS"):
        monkeypatch.setattr(db, name, DEADLINE / 2)


def state_of(base: Database) -> State:
    assert base.engine.password_file
    state = read_state(base.engine.password_file.parent)
    assert state is not None
    return state


def timed(work: Callable[[], object]) -> float:
    """Seconds until it ends with Timeout."""
    begun = time.monotonic()
    with pytest.raises(Timeout, match="did not answer in time"):
        work()
    return time.monotonic() - begun


def answers(base: Database) -> bool:
    try:
        return base.rows(COUNT) == [{"count": 1}]
    except (Timeout, Unavailable):
        return False


async def both(base: Database, java: int) -> None:
    """An asynchronous read of a Neo4j that stops under it, and one that finds it stopped."""
    await base.aopen()
    try:
        assert await base.arows(COUNT) == [{"count": 1}]
        os.kill(java, signal.SIGSTOP)
        for _ in range(2):
            with pytest.raises(Timeout):
                await base.arows(COUNT)
    finally:
        await base.aclose()


@pytest.mark.usefixtures("short")
def test_every_request_ends_and_the_host_starts_it_again(base: Database) -> None:
    base.change("MERGE (n:Kept {id: 1})")
    before = state_of(base)
    os.kill(before.java_pid, signal.SIGSTOP)
    assert timed(lambda: base.rows(COUNT)) < DEADLINE + 2.0
    assert timed(lambda: base.change("MERGE (n:Lost {id: 1})")) < DEADLINE + 2.0
    until(lambda: not alive(before.java_pid), 40.0)
    until(lambda: answers(base), 60.0, every=0.2)
    assert state_of(base).java_pid != before.java_pid
    assert (state_of(base).host_pid, state_of(base).bolt) == (before.host_pid, before.bolt)


@pytest.mark.usefixtures("short")
def test_an_asynchronous_read_ends_too(base: Database) -> None:
    java = state_of(base).java_pid
    try:
        begun = time.monotonic()
        asyncio.run(both(base, java))
        assert time.monotonic() - begun < 2 * DEADLINE + 10.0
    finally:
        os.kill(java, signal.SIGCONT)
    until(lambda: answers(base), 60.0, every=0.2)


def test_a_write_that_waits_longer_than_the_host_does_not_hang(base: Database) -> None:
    os.kill(state_of(base).java_pid, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        base.change("MERGE (n:Waited {id: 1})")
        told = True
    except Unavailable:
        told = False
    assert time.monotonic() - begun < 75.0
    until(lambda: answers(base), 60.0, every=0.2)
    assert base.rows("MATCH (n:Waited) RETURN count(n) AS count")[0]["count"] >= told


def test_while_it_starts_again_each_read_is_refused_at_once(base: Database) -> None:
    until(lambda: answers(base), 60.0)
    os.kill(state_of(base).java_pid, signal.SIGKILL)
    refusals = asyncio.run(refused(base))
    assert refusals
    assert max(refusals) < 5.0


async def refused(base: Database) -> list[float]:
    """Seconds that each asynchronous read took to be refused, until one is answered."""
    await base.aopen()
    refusals: list[float] = []
    try:
        while len(refusals) < 1_000:
            begun = time.monotonic()
            try:
                assert await base.arows(COUNT) == [{"count": 1}]
                break
            except Unavailable:
                refusals.append(time.monotonic() - begun)
            await asyncio.sleep(0.1)
    finally:
        await base.aclose()
    return refusals
