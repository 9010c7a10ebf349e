"""The engine's parts that need no Neo4j."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j import exceptions

from kb.engine import filelock, open_engine, ports, translate
from kb.engine.conf import java_arguments, neo4j_conf, write_private
from kb.engine.control import Control
from kb.engine.failures import explain, from_os, from_wire, has_torn_log, to_wire
from kb.engine.password import new_password
from kb.engine.plan import heap
from kb.engine.process import is_ours
from kb.engine.state import State, read_state, state_file, write_state
from kb.errors import (
    BadInput,
    FolderTaken,
    Forbidden,
    Internal,
    KbError,
    NoMemory,
    NoSpace,
    PortTaken,
    StartFailed,
    Timeout,
    Unavailable,
    WrongPassword,
)
from kb.settings import Settings


def server_error(code: str) -> exceptions.Neo4jError:
    return exceptions.Neo4jError._hydrate_neo4j(code=code, message="MATCH (secret) /home/x")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.ServiceUnavailable("bolt://host:1"), Unavailable),
        (exceptions.SessionExpired("bolt://host:1"), Unavailable),
        (server_error("Neo.ClientError.Security.Unauthorized"), WrongPassword),
        (server_error("Neo.ClientError.Security.AuthenticationRateLimit"), Unavailable),
        (server_error("Neo.ClientError.Security.Forbidden"), Forbidden),
        (server_error("Neo.ClientError.Security.TokenExpired"), WrongPassword),
        (server_error("Neo.ClientError.Transaction.TransactionTimedOut"), Timeout),
        (server_error("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"), Timeout),
        (server_error("Neo.TransientError.Transaction.DeadlockDetected"), Unavailable),
        (server_error("Neo.DatabaseError.Transaction.TransactionStartFailed"), Unavailable),
        (server_error("Neo.ClientError.Database.DatabaseNotFound"), Unavailable),
        (server_error("Neo.ClientError.Statement.SyntaxError"), Internal),
        (exceptions.ConfigurationError("x"), Unavailable),
        (ConnectionResetError("bolt://host:1"), Unavailable),
        (TimeoutError("MATCH (secret)"), Timeout),
        (ZeroDivisionError("MATCH (secret)"), Internal),
    ],
)
def test_a_driver_error_becomes_ours_and_tells_nothing(error: Exception, kind: type[KbError]) -> None:
    ours = translate(error)
    assert type(ours) is kind
    assert ours.hint or kind is Internal
    assert not any(word in str(ours) for word in ("MATCH", "secret", "/home", "bolt:"))


def test_an_error_of_ours_stays_itself() -> None:
    error = Timeout("slow")
    assert translate(error) is error


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("java.io.IOException: No space left on device", None, NoSpace),
        ("Error: Could not reserve enough space for object heap", 1, NoMemory),
        ("Invalid maximum heap size: -Xmx99999999g", 1, NoMemory),
        ("", 3, NoMemory),
        ("java.net.BindException: Address already in use", 1, PortTaken),
        ("org.neo4j.kernel.internal.locker.FileLockException: Lock file has been locked", 1, FolderTaken),
        ("ERROR something new", 1, StartFailed),
        ("", None, StartFailed),
    ],
)
def test_last_words_are_understood(tmp_path: Path, words: str, code: int | None, kind: type[KbError]) -> None:
    error = explain(words, tmp_path, code=code)
    assert type(error) is kind
    assert error.hint
    told = from_wire(to_wire(error))
    assert (type(told), str(told)) == (kind, str(error))


def test_last_words_do_not_name_the_folder(tmp_path: Path) -> None:
    assert str(tmp_path) not in str(explain(f"ERROR cannot open {tmp_path}/neo4j/x", tmp_path, code=1))


def test_a_torn_log_is_recognised() -> None:
    assert has_torn_log("x. Unreadable bytes are encountered after last readable position. y")
    assert not has_torn_log("ERROR other")


def test_errors_of_the_operating_system() -> None:
    assert type(from_os(OSError(28, "No space left on device"), "writing")) is NoSpace
    assert "Permission denied" in str(from_os(PermissionError(13, "Permission denied"), "writing"))


@pytest.mark.parametrize("memory", ["", "512", "1k", "255m", "-1g", "1.5g", "lots", "512m -Xint", "1" * 30 + "m"])
def test_a_memory_that_is_none_is_refused(memory: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        open_engine(Settings(home=tmp_path, engine_memory=memory), progress=False)
    assert caught.value.argument == "KB_ENGINE_MEMORY"


def test_memory_in_both_units() -> None:
    assert (heap("256m"), heap("2G")) == ("256m", "2g")


def test_an_address_needs_no_process(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "no", uri="neo4j://host:7687", user="u", password="p4ss", database="d")
    with open_engine(settings) as engine:
        assert (engine.uri, engine.user, engine.password, engine.database) == ("neo4j://host:7687", "u", "p4ss", "d")
        assert (engine.embedded, engine.http_url, engine.password_file) == (False, None, None)
        assert "p4ss" not in repr(engine)
    assert not settings.home.exists()


def test_neo4j_listens_on_this_machine_only_and_asks_for_a_password() -> None:
    lines = dict(line.split("=", 1) for line in neo4j_conf(1111, 2222).splitlines())
    assert all(value.startswith("127.0.0.1") for name, value in lines.items() if name.endswith("listen_address"))
    assert lines["dbms.security.auth_enabled"] == "true"
    assert lines["dbms.security.http_access_control_allow_origin"] == "http://127.0.0.1:2222"
    assert lines["dbms.usage_report.enabled"] == lines["server.fleet_discovery.enabled"] == "false"


def test_arguments_with_blanks_and_backslashes_are_quoted() -> None:
    text = java_arguments(["C:\\my jars\\a.jar", "C:\\b.jar"], memory="512m")
    assert text.splitlines()[-1] == '"C:\\\\my jars\\\\a.jar;C:\\\\b.jar"'


def test_a_lock_is_held_until_its_process_ends(tmp_path: Path) -> None:
    file = tmp_path / "x.lock"
    code = "import sys; from pathlib import Path; from kb.engine import filelock; "
    code += "filelock.acquire(Path(sys.argv[1])); print('held', flush=True); input()"
    command = [sys.executable, "-c", code, str(file)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdin
    assert holder.stdout.readline() == b"held\n"
    assert filelock.is_taken(file)
    assert filelock.acquire(file, wait=0.1) is None
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert not filelock.is_taken(file)


def test_a_port_in_use_or_claimed_is_not_chosen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.choose((port,)) != port
    free = next(port for port in range(21_000, 32_000) if ports.is_free(port))
    claim = filelock.acquire(tmp_path / f"port-{free}.lock")
    assert claim is not None
    assert ports.choose((free,), claims=tmp_path) != free
    filelock.release(claim)
    assert ports.choose((free,), claims=tmp_path) == free


def test_only_the_folders_neo4j_counts_as_ours(tmp_path: Path) -> None:
    words = ["org.neo4j.server.Neo4jCommunity", f"--home-dir={tmp_path / 'neo4j'}"]
    command = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", *words]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        process.stdout.readline()
        assert is_ours(process.pid, tmp_path)
        assert not is_ours(process.pid, tmp_path / "other")
        assert not is_ours(process.pid, Path(str(tmp_path)[:-1]))
        assert not is_ours(0, tmp_path)
    finally:
        process.communicate()
    assert not is_ours(process.pid, tmp_path)


def test_what_the_host_tells_is_private_and_read_back(tmp_path: Path) -> None:
    state = State(version="1", host_pid=1, java_pid=2, control=3, token="t", bolt=4, http=5)
    write_state(tmp_path, state)
    assert read_state(tmp_path) == state
    assert state_file(tmp_path).stat().st_mode & 0o777 == 0o600
    for broken in ("", "{", "[]", '{"version": "1"}'):
        write_private(state_file(tmp_path), broken)
        assert read_state(tmp_path) is None


def said(port: int, line: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    connection.sendall(line)
    return connection


def test_the_control_port_wants_the_token() -> None:
    control = Control("right")
    strangers = [said(control.port, word) for word in (b'{"token": "wrong"}\n', b"GET / HTTP/1.1\r\n\r\n", b"[1]\n")]
    member = said(control.port, json.dumps({"token": "right"}).encode() + b"\n")
    for _ in range(12):
        control.poll(0.02)
    assert len(control.clients) == 1
    for stranger in strangers:
        assert stranger.recv(100) == b""
        stranger.close()
    control.tell("{}")
    assert member.recv(100) == b"{}\n"
    member.close()
    for _ in range(3):
        control.poll(0.02)
    assert (control.clients, control.had_clients) == (set(), True)
    control.hush("no room")
    late = said(control.port, json.dumps({"token": "right"}).encode() + b"\n")
    for _ in range(4):
        control.poll(0.02)
    assert late.recv(100) == b"no room\n"
    late.close()
    control.refuse()
    control.close()


def test_a_password_is_never_taken_for_an_option() -> None:
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    assert all(password.isalnum() for password in made)
