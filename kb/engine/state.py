"""`engine.json`: what the host process tells its clients, in a file that only the folder's owner can read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.engine.conf import write_private

__all__ = ["LOCK_TAKEN", "State", "lock_file", "password_file", "read_state", "state_file", "write_state"]

LOCK_TAKEN = 75
"""exit code of a host that found another one"""


@dataclass(frozen=True, kw_only=True)
class State:
    """A host process and its Neo4j."""

    version: str
    """of the package that the host runs"""
    host_pid: int
    java_pid: int
    control: int
    """loopback port on which clients keep a connection open"""
    token: str
    """what a client must say there"""
    bolt: int
    http: int


def state_file(home: Path) -> Path:
    """Where it is."""
    return home / "engine.json"


def lock_file(home: Path) -> Path:
    """What the host holds for life."""
    return home / "engine.lock"


def password_file(home: Path) -> Path:
    """Where the password of the folder's Neo4j is."""
    return home / "password"


def write_state(home: Path, state: State) -> None:
    """Put it there whole."""
    write_private(state_file(home), json.dumps(asdict(state)))


def read_state(home: Path) -> State | None:
    """The last one written; None when there is none, or it is not one of ours."""
    try:
        return State(**json.loads(state_file(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
