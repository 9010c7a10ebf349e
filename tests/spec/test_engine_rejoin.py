"""A member whose host ends goes on trying until another answers, it is closed, or no waiting helps."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.engine import engine as engine_module
from kb.engine.client import Membership
from kb.engine.engine import Engine, _stay
from kb.engine.failures import to_wire
from kb.engine.plan import Internals, Plan, make_plan
from kb.engine.state import State
from kb.errors import FolderTaken, NoMemory, NoSpace, StartFailed
from kb.settings import Settings

STATE = State(version="1", host_pid=1, java_pid=2, control=3, token="t", bolt=4, http=5)


class Host:
    """The host's end of a membership, and a thread that stays a member."""

    def __init__(self, home: Path) -> None:
        self.end, mine = socket.socketpair()
        plan = make_plan(Settings(home=home), [], Internals(java="none"))
        self.engine = Engine("bolt://x", None, "neo4j", "p", _plan=plan, _membership=Membership(mine, STATE))
        self.thread = threading.Thread(target=_stay, args=(self.engine,))
        self.thread.start()


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setattr(engine_module, "PAUSES", (0.01, 0.05))
    host = Host(tmp_path)
    yield host
    host.engine.close()
    host.end.close()
    host.thread.join(10.0)
    assert not host.thread.is_alive()


def joins(monkeypatch: pytest.MonkeyPatch, answers: list[Exception | Membership]) -> None:
    def join(plan: Plan) -> Membership:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(engine_module, "join", join)


def test_what_passes_is_waited_for_and_told(
    host: Host, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "kb")
    theirs, mine = socket.socketpair()
    passing = [NoSpace("full"), NoMemory("none"), FileNotFoundError("the folder"), *[StartFailed("no")] * 12]
    joins(monkeypatch, [*passing, Membership(mine, STATE)])
    host.end.sendall(b"{}\n" + to_wire(NoSpace("the first word")).encode() + b"\n")
    host.end.close()
    mine.settimeout(20.0)
    while host.engine._membership is None or host.engine._membership.connection is not mine:
        threading.Event().wait(0.01)
        assert host.thread.is_alive()
    told = [record.getMessage() for record in caplog.records if record.name == "kb"]
    assert len(told) == len(passing) + 1
    assert ["the first word" in told[0], "full" in told[1], "the folder" in told[3]] == [True] * 3
    mine.settimeout(None)
    host.end = theirs


@pytest.mark.parametrize("joined", [False, True])
def test_another_version_ends_it(
    host: Host, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, joined: bool
) -> None:
    caplog.set_level(logging.WARNING, "kb")
    error = FolderTaken("version 0")
    answers: list[Exception | Membership] = [error] if joined else []
    joins(monkeypatch, answers)
    if not joined:
        host.end.sendall(to_wire(error).encode() + b"\n")
    host.end.close()
    host.thread.join(10.0)
    assert not host.thread.is_alive()
    assert answers == []
    assert "version 0" in caplog.text


def test_closing_ends_the_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PAUSES", (60.0, 60.0))
    tried = threading.Event()

    def join(plan: Plan) -> Membership:
        tried.set()
        raise NoSpace("full")

    monkeypatch.setattr(engine_module, "join", join)
    host = Host(tmp_path)
    host.end.close()
    assert tried.wait(10.0)
    assert host.thread.is_alive()
    host.engine.close()
    host.thread.join(5.0)
    assert not host.thread.is_alive()
