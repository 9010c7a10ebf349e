"""`python -m kb.engine.host HOME`: the process that owns the Neo4j of a folder.

It belongs to no command: started detached by the first one, it stays while any is connected. Its plan comes on
the standard input. It holds the folder's lock for life, so there is never a second one.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from kb.engine import filelock
from kb.engine.control import Control
from kb.engine.failures import check_space, from_os, to_wire
from kb.engine.password import prepare_password
from kb.engine.plan import Plan
from kb.engine.process import end_stale
from kb.engine.server import Server
from kb.engine.state import LOCK_TAKEN, State, lock_file, read_state, state_file, write_state
from kb.engine.trainer import Trainer
from kb.errors import FolderTaken, KbError

FIRST_CLIENT = 15.0
"""seconds in which the first client must come"""


def main() -> int:
    """Own the folder's Neo4j until the last client leaves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    plan = Plan.from_json(sys.stdin.read())
    if filelock.acquire(lock_file(Path(plan.home)), wait=0.5) is None:
        return LOCK_TAKEN
    control = Control(secrets.token_urlsafe(32))
    try:
        _run(plan, control)
    finally:
        control.close()
    return 0


def _run(plan: Plan, control: Control) -> None:
    home = Path(plan.home)
    old = read_state(home)
    trainer = Trainer(plan)
    server = Server(plan, bolt=old.bolt if old else 0, http=old.http if old else 0)
    stopping = _on_terminate()
    error: KbError | None = None
    try:
        _publish(plan, control, server)
        if old and not end_stale(old.java_pid, home):
            raise FolderTaken("A Neo4j that lost its service still has the folder.")
        check_space(home)
        server.password = prepare_password(plan)
        server.start()
        _publish(plan, control, server)
        _watch(plan, control, server, trainer, stopping)
    except KbError as caught:
        error = caught
    except OSError as caught:
        error = from_os(caught, "Neo4j was started")
    if error is not None:
        _report(control, error)
    control.refuse()
    state_file(home).unlink(missing_ok=True)
    trainer.ask_to_end()
    server.stop()
    trainer.close()


def _on_terminate() -> list[bool]:
    """A list that is no longer empty once somebody asked this process to end."""
    asked: list[bool] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(True)

    signal.signal(signal.SIGTERM, note)
    return asked


def _publish(plan: Plan, control: Control, server: Server) -> None:
    state = State(
        version=plan.version,
        host_pid=os.getpid(),
        java_pid=server.pid,
        control=control.port,
        token=control.token,
        bolt=server.bolt,
        http=server.http,
    )
    write_state(Path(plan.home), state)


def _watch(plan: Plan, control: Control, server: Server, trainer: Trainer, stopping: list[bool]) -> None:
    """Until nobody is left (or this process is asked to end)."""
    begun = time.monotonic()
    while not stopping:
        control.poll(0.25 if server.ready else 0.05)
        if not control.clients and (control.had_clients or time.monotonic() - begun > FIRST_CLIENT):
            return
        if server.tick():
            _publish(plan, control, server)
            if server.ready:
                control.tell("{}")
        if server.ready:
            trainer.tick()
        else:
            control.hush(to_wire(server.trouble) if server.trouble else None)


def _report(control: Control, error: KbError) -> None:
    """Tell clients, also one that is just about to connect, why it ends."""
    sys.stderr.write(f"{error}\n")
    control.tell(to_wire(error))
    begun = time.monotonic()
    while time.monotonic() - begun < (0.2 if control.had_clients else 3.0):
        control.poll(0.05)


if __name__ == "__main__":
    sys.exit(main())
