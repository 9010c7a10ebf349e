"""kill -9 of Neo4j under a service and in the middle of writes: it comes back, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from kb.db import Database
from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.engine.state import State, read_state
from kb.errors import Unavailable
from kb.load.facts import Facts
from kb.settings import Settings
from tests.house import Service, alive, serving, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not tried on Windows")

KILLS = 10
BATCH = 400
UNHURT = """
MATCH (c:Constituency) WHERE c.id STARTS WITH 'constituency:batch-'
RETURN split(c.id, '-')[1] AS batch, count(c) AS rows
"""


def test_the_service_goes_on_when_its_neo4j_is_killed(own_home: Path, aside: Path) -> None:
    with serving(own_home, aside) as service:
        before, state = service.answer(), service.state
        os.kill(state.host_pid, signal.SIGSTOP)  # so that it stays away long enough to be asked for
        try:
            os.kill(state.java_pid, signal.SIGKILL)
            away = service.post()
            ready = httpx.get(service.url.removesuffix("graphql") + "readyz", timeout=60.0)
        finally:
            os.kill(state.host_pid, signal.SIGCONT)
        assert away.status_code == 200
        assert {error["extensions"]["code"] for error in away.json()["errors"]} == {"UNAVAILABLE"}
        assert ready.status_code == 503
        assert come_back(service)["data"]["servicesFollowing"] == before
        assert service.state.java_pid != state.java_pid
        assert (service.state.bolt, service.state.host_pid) == (state.bolt, state.host_pid)


def come_back(service: Service) -> dict[str, Any]:
    """The first answer without errors; until then each says UNAVAILABLE."""
    begun = time.monotonic()
    while True:
        answer: dict[str, Any] = service.post().json()
        if "errors" not in answer:
            return answer
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAVAILABLE"}
        assert time.monotonic() - begun < 120.0, "it does not come back"
        time.sleep(0.1)


class Writer(threading.Thread):
    """Writes batches until it is told to stop, each again until it is acknowledged."""

    def __init__(self, base: Database) -> None:
        super().__init__(daemon=True)
        self.base = base
        self.acknowledged: list[int] = []
        self.refused = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            try:
                self.base.write(batch(number))
            except Unavailable:
                self.refused += 1
                time.sleep(0.1)
                number += 1  # what became of it is not known: it must be whole or absent
                continue
            self.acknowledged.append(number)
            number += 1


def batch(number: int) -> Facts:
    """One transaction's rows."""
    rows = [{"id": f"constituency:batch-{number}-{i}", "name": f"{i}", "sources": ()} for i in range(BATCH)]
    return Facts({"Constituency": rows})


def state_of(home: Path) -> State:
    state = read_state(home)
    assert state is not None
    return state


def kill_while_writing(home: Path, writer: Writer) -> None:
    """Kill Java as soon as something new was acknowledged since the last time."""
    done = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) >= done + 3, 120.0, every=0.005)
    java = state_of(home).java_pid
    os.kill(java, signal.SIGKILL)
    until(lambda: not alive(java), 10.0)


def test_nothing_acknowledged_is_lost_in_ten_kills(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with open_engine(settings, progress=False, internals=Internals(train_after=None)) as engine:
        base = Database(engine)
        base.migrate()
        writer = Writer(base)
        writer.start()
        for _ in range(KILLS):
            kill_while_writing(settings.home, writer)
        done = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) > done, 120.0)
        writer.stopping.set()
        writer.join(timeout=60.0)
        whole = {int(row["batch"]): row["rows"] for row in base.rows(UNHURT)}
        assert set(whole.values()) == {BATCH}, "no batch in part"
        assert set(writer.acknowledged) <= set(whole)
        assert len(writer.acknowledged) >= 3 * KILLS
        base.close()
