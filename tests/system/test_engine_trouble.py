"""Each way in which Neo4j does not start says so and what to do, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.engine import failures, open_engine
from kb.engine.health import ask
from kb.engine.jars import ensure_jars
from kb.engine.password import prepare_password
from kb.engine.plan import Internals, make_plan
from kb.engine.process import command_line
from kb.engine.server import Server
from kb.engine.state import lock_file, password_file, read_state
from kb.errors import FetchFailed, NoMemory, NoSpace, StartFailed
from kb.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

QUIET = Internals(train_after=None)


def processes(word: str) -> list[int]:
    """Those whose command line has `word`."""
    pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
    return [pid for pid in pids if pid != os.getpid() and word in command_line(pid)]


def gone(word: str, seconds: float = 6.0) -> bool:
    deadline = time.monotonic() + seconds
    while processes(word) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes(word)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(home=tmp_path / "kb")
    assert gone(str(tmp_path / "kb"))


def fake_java(folder: Path, script: str) -> str:
    file = folder / "java"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def test_no_room_in_memory(settings: Settings) -> None:
    greedy = Settings(home=settings.home, engine_memory="999999g")
    with pytest.raises(NoMemory, match="KB_ENGINE_MEMORY"):
        open_engine(greedy, progress=False, internals=QUIET)


def test_a_java_that_ends_at_once(settings: Settings, tmp_path: Path) -> None:
    java = fake_java(tmp_path, "echo 'Error: this Java is broken' >&2; exit 1")
    with pytest.raises(StartFailed, match=r"ended with code 1.*this Java is broken.*kb doctor"):
        open_engine(settings, progress=False, internals=Internals(java=java, train_after=None))


def test_a_java_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="Java cannot be run: No such file"):
        open_engine(settings, progress=False, internals=Internals(java=str(tmp_path / "none"), train_after=None))


def test_a_java_that_never_answers_is_ended(settings: Settings, tmp_path: Path) -> None:
    java = fake_java(tmp_path, 'case "$*" in *AdminTool*) exit 0;; esac; while :; do sleep 0.2; done')
    with pytest.raises(StartFailed, match="does not answer in time"):
        open_engine(settings, progress=False, internals=Internals(java=java, train_after=None, deadline=1.5))


def test_a_disk_without_room(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(settings.home)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    if not mounted:
        monkeypatch.setattr(failures.check_space, "__defaults__", (1 << 62,))
    try:
        with pytest.raises(NoSpace, match=r"MB free.*KB_HOME"):
            open_engine(settings, progress=False, internals=QUIET)
    finally:
        if mounted:
            subprocess.run(["umount", str(settings.home)], check=True)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartFailed, match=r"Not a directory.*KB_HOME"):
        open_engine(Settings(home=tmp_path / "file" / "kb"), progress=False, internals=QUIET)


def test_a_lost_password_file(settings: Settings) -> None:
    (settings.home / "neo4j" / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(StartFailed, match=r"'password' is missing.*Put it back"):
        open_engine(settings, progress=False, internals=QUIET)
    assert not password_file(settings.home).exists()


def test_jars_of_a_given_folder_run_and_the_trainer_ends_with_its_host(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    for jar in ensure_jars(Settings(), progress=False):
        (flat / jar.name).symlink_to(jar)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    offline = Settings(home=settings.home, engine_jars=flat, maven="http://127.0.0.1:1")
    with open_engine(offline, progress=False, internals=Internals(train_after=0.0)) as engine:
        engine._closed.set()  # it shall not be replaced when it is killed
        state = read_state(settings.home)
        assert state
        assert str(flat) in (settings.home / "neo4j" / "conf" / "java.args").read_text()
        training = str(tmp_path / "cache" / "supplymesh" / "training-")
        deadline = time.monotonic() + 20.0
        while not processes(training):
            assert time.monotonic() < deadline, (settings.home / "neo4j/logs/training.log").read_text()
            time.sleep(0.05)
        os.kill(state.host_pid, signal.SIGKILL)
        assert gone(training)
        assert gone("kb.engine.train " + str(settings.home))
        assert engine._membership
        engine._membership.connection.close()
    assert not list((tmp_path / "cache" / "supplymesh").glob("*.aot"))
    assert lock_file(settings.home).exists()


def test_a_given_folder_that_lacks_a_jar(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=r"226|225 more.*KB_ENGINE_JARS"):
        open_engine(Settings(home=settings.home, engine_jars=tmp_path), progress=False, internals=QUIET)


def test_a_port_that_another_takes_first(settings: Settings) -> None:
    settings.home.mkdir()
    plan = make_plan(settings, ensure_jars(settings, progress=False), QUIET)
    server = Server(plan, bolt=0, http=0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        server.bolt = taken = other.getsockname()[1]
        server.password = prepare_password(plan)
        server.start()
        try:
            deadline = time.monotonic() + 90.0
            while not server.ready and time.monotonic() < deadline:
                server.tick()
                time.sleep(0.05)
            assert server.ready
            assert server.bolt != taken
            assert ask(server.http, server.password) == ""
        finally:
            server.stop()
