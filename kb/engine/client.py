"""A command's side: join the host of a folder, or start one and join that."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.engine import filelock
from kb.engine.failures import check_space, explain, from_os, from_wire, last_errors
from kb.engine.plan import Plan
from kb.engine.process import environment_of_host
from kb.engine.state import LOCK_TAKEN, State, lock_file, read_state
from kb.errors import FolderTaken, StartFailed

__all__ = ["Membership", "join"]

_CONNECT = 2.0
_SPARE = 15.0
"""seconds that a client waits longer than the host does"""
_started: list[subprocess.Popen[bytes]] = []
"""hosts that this process started and that may run: Python warns of a child that is forgotten while it runs"""


@dataclass
class Membership:
    """An open connection to a host whose Neo4j answers; closing it is leaving."""

    connection: socket.socket
    state: State

    def leave(self, patience: float) -> None:
        """Leave; if this was the last client, wait at most `patience` seconds until Neo4j has stopped."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(patience)
            while self.connection.recv(4096):
                pass
        except OSError:
            pass
        self.connection.close()


def join(plan: Plan) -> Membership:
    """Be a client of the folder's host once Neo4j answers on Bolt.

    Raises FolderTaken when the host is of another version, and whatever the host says about a failed start.
    """
    home = Path(plan.home)
    deadline = time.monotonic() + plan.deadline + _SPARE
    host: subprocess.Popen[bytes] | None = None
    while time.monotonic() < deadline:
        state = read_state(home)
        connection = _connect(state)
        if state and connection:
            _check_version(state, plan, connection)
            if _await_word(connection, deadline):
                return Membership(connection, read_state(home) or state)
        elif host is not None and (code := host.poll()) is not None:
            if code != LOCK_TAKEN and code != 0:
                raise StartFailed(f"The process that should run Neo4j ended with code {code}: {_host_words(home)}.")
            host = None
        elif host is None and not filelock.is_taken(lock_file(home)):
            host = _start_host(plan)
        time.sleep(0.05)
    raise explain(last_errors(home), home)


def _check_version(state: State, plan: Plan, connection: socket.socket) -> None:
    if state.version != plan.version:
        connection.close()
        raise FolderTaken(
            f"The folder is in use by a service of version {state.version}; this is version {plan.version}."
        )


def _connect(state: State | None) -> socket.socket | None:
    """A connection that has said the token; None when nobody listens."""
    if state is None:
        return None
    try:
        connection = socket.create_connection(("127.0.0.1", state.control), timeout=_CONNECT)
        connection.sendall(json.dumps({"token": state.token}).encode() + b"\n")
    except OSError:
        return None
    return connection


def _await_word(connection: socket.socket, deadline: float) -> bool:
    """Wait for the host's word; False when it ended before it said one."""
    heard = b""
    try:
        while not heard.endswith(b"\n"):
            connection.settimeout(max(0.1, deadline - time.monotonic()))
            received = connection.recv(4096)
            if not received:
                connection.close()
                return False
            heard += received
    except OSError:
        connection.close()
        return False
    line = heard.decode().splitlines()[0]
    if json.loads(line):
        connection.close()
        raise from_wire(line)
    connection.settimeout(None)
    return True


def _start_host(plan: Plan) -> subprocess.Popen[bytes]:
    """Start a host that belongs to nobody's terminal and ends with no command."""
    home = Path(plan.home)
    check_space(home)
    root = Path(kb.__file__).parent.parent
    try:
        with (home / "engine.log").open("ab") as log:
            host = subprocess.Popen(
                [sys.executable, "-P", "-m", "kb.engine.host", plan.home],
                cwd=home,
                env=environment_of_host(root, os.environ),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert host.stdin
        with host.stdin:
            host.stdin.write(plan.to_json().encode())
        # It may outlive this process or end before it; somebody has to ask for its exit code.
        threading.Thread(target=host.wait, name="kb-host", daemon=True).start()
    except OSError as error:
        raise from_os(error, "the process that runs Neo4j was started") from error
    _started[:] = [*(other for other in _started if other.poll() is None), host]
    return host


def _host_words(home: Path) -> str:
    try:
        return (home / "engine.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1][:300]
    except (OSError, IndexError):
        return ""
