"""One real Neo4j for several commands, and what is left of it when any of them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neo4j import exceptions

from kb.engine import Engine, driver, open_engine, report, translate
from kb.engine.plan import Internals
from kb.engine.process import command_line
from kb.engine.state import State, read_state
from kb.errors import FolderTaken, Unavailable, WrongPassword
from kb.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not tried on Windows")

QUIET = Internals(train_after=None)
CLIENT = """
import sys, time
from pathlib import Path
from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.settings import Settings
try:
    settings = Settings(home=Path(sys.argv[1]))
    with open_engine(settings, progress=False, internals=Internals(train_after=None)) as engine:
        print(engine.uri, flush=True)
        sys.stdin.read()
except KeyboardInterrupt:
    pass
"""


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    return command_line(pid) != ""


def state_of(settings: Settings) -> State:
    state = read_state(settings.home)
    assert state is not None
    return state


def ask(engine: Engine, statement: str) -> object:
    """One value; asked again while Neo4j is away."""
    deadline = time.monotonic() + 40.0
    while True:
        try:
            with driver(engine) as opened, opened.session(database=engine.database) as session:
                record = session.run(statement).single()
                return record[0] if record else None
        except Exception as error:
            if not isinstance(translate(error), Unavailable) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def client(home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", CLIENT, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes], seconds: float = 5.0) -> bytes:
    """Wait for its end; what it said on standard error."""
    _, said = process.communicate(timeout=seconds)
    return said


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("a folder") / "kb")


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[Engine]:
    """Three commands that come at once; then two of them are killed, and this one goes on."""
    others = [client(settings.home) for _ in range(2)]
    with open_engine(settings, progress=False, internals=QUIET) as engine:
        for other in others:
            assert other.stdout
            assert other.stdout.readline().decode().strip() == engine.uri
        hosts = _hosts(settings.home)
        assert len(hosts) == 1
        for other in others:
            other.kill()
            ended(other)
        yield engine


def _hosts(home: Path) -> list[int]:
    pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
    return [pid for pid in pids if f"kb.engine.host {home} " in command_line(pid) + " "]


def test_commands_share_one_and_survive_each_others_death(running: Engine, settings: Settings) -> None:
    assert ask(running, "CREATE (n:Kept {id: 1}) RETURN n.id") == 1
    assert alive(state_of(settings).java_pid)


def test_the_password_is_private(running: Engine, settings: Settings) -> None:
    assert running.password_file
    assert running.password_file.read_text().strip() == running.password
    for name in ("password", "engine.json", "neo4j/conf/neo4j.conf"):
        assert (settings.home / name).stat().st_mode & 0o077 == 0
    for pid in (state_of(settings).java_pid, state_of(settings).host_pid):
        assert running.password not in command_line(pid)
    assert running.password not in repr(running)


def test_ctrl_c_at_one_command_leaves_the_others_theirs(running: Engine, settings: Settings) -> None:
    other = client(settings.home)
    assert other.stdout
    other.stdout.readline()
    other.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert ended(other) == b""
    assert time.monotonic() - begun < 2.0
    assert ask(running, "MATCH (n:Kept) RETURN n.id") == 1


def test_another_version_does_not_get_the_folder(running: Engine, settings: Settings) -> None:
    with pytest.raises(FolderTaken, match=r"version .*KB_HOME"):
        open_engine(settings, internals=Internals(version="0.0.0", train_after=None))
    assert ask(running, "RETURN 1") == 1


def test_the_report_knows_that_it_runs(running: Engine, settings: Settings) -> None:
    facts = report(settings)
    assert (facts["running"], facts["java_pid"], facts["jars_missing"]) == (True, state_of(settings).java_pid, 0)
    assert running.uri.endswith(f":{facts['bolt_port']}")
    assert running.password not in str(facts)


def test_a_second_folder_gets_other_ports(running: Engine, tmp_path: Path) -> None:
    with open_engine(Settings(home=tmp_path / "b"), progress=False, internals=QUIET) as second:
        assert {second.uri, second.http_url}.isdisjoint({running.uri, running.http_url})
        assert ask(second, "MATCH (n) RETURN count(n)") == 0
        begun = time.monotonic()
    assert time.monotonic() - begun < 2.0


def test_a_killed_java_comes_back_with_what_was_written(running: Engine, settings: Settings) -> None:
    java = state_of(settings).java_pid
    os.kill(java, signal.SIGKILL)
    until(lambda: not alive(java))
    assert ask(running, "MATCH (n:Kept) RETURN n.id") == 1
    assert state_of(settings).java_pid != java


def test_a_killed_host_leaves_no_orphan_and_is_replaced(running: Engine, settings: Settings) -> None:
    old = state_of(settings)
    os.kill(old.host_pid, signal.SIGKILL)
    until(lambda: not alive(old.java_pid), 5.0)
    assert ask(running, "MATCH (n:Kept) RETURN n.id") == 1
    assert (state_of(settings).bolt, state_of(settings).http) == (old.bolt, old.http)
    assert state_of(settings).host_pid != old.host_pid


def test_the_last_one_out_stops_it(running: Engine, settings: Settings) -> None:
    state = state_of(settings)
    begun = time.monotonic()
    running.close()
    assert time.monotonic() - begun < 2.0
    until(lambda: not alive(state.java_pid) and not alive(state.host_pid), 5.0)
    assert read_state(settings.home) is None
    with driver(running) as opened, pytest.raises(exceptions.ServiceUnavailable) as caught:
        opened.verify_connectivity()
    assert type(translate(caught.value)) is Unavailable


def test_another_password_in_the_file_is_told_apart(running: Engine, settings: Settings) -> None:
    running.close()
    assert running.password_file
    running.password_file.write_text("not this one\n")
    with pytest.raises(WrongPassword, match=r"password file.*KB_HOME"):
        open_engine(settings, progress=False, internals=QUIET)
    until(lambda: not _hosts(settings.home), 10.0)
