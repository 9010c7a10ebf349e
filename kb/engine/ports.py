"""Ports on the loopback address."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path

from kb.engine import filelock

__all__ = ["answers_bolt", "choose", "is_free"]

_HELLO = bytes.fromhex("6060b017" + "00020405" + "00000005" + "00000004" + "00000000")
"""Bolt's opening: its magic number and four proposals of a version"""

_EPHEMERAL = 32768
"""ports from here on were any free ones of one folder: no other folder wants the same"""
_claimed: dict[int, int] = {}
"""ports that this process has claimed, and the descriptors that hold the claims"""


def is_free(port: int) -> bool:
    """Whether one could listen there now."""
    with socket.socket() as probe:
        if os.name != "nt":  # there the option means that two may listen
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose(wanted: Iterable[int], *, but: int = 0, claims: Path | None = None) -> int:
    """The first free port of those `wanted`, else any free one; never `but`.

    Java listens seconds after the choice; a file of the folder `claims`, locked while this process lives, keeps
    another host from the same choice.
    """
    for port in wanted:
        if port not in {0, but} and is_free(port) and _claim(port, claims):
            return port
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        if port != but:
            return port


def _claim(port: int, claims: Path | None) -> bool:
    if claims is None or port in _claimed or port >= _EPHEMERAL:
        return True
    try:
        claims.mkdir(parents=True, exist_ok=True)
        descriptor = filelock.acquire(claims / f"port-{port}.lock")
    except OSError:
        return True  # nowhere to write: then without claims
    if descriptor is None:
        return False
    _claimed[port] = descriptor
    return True


def answers_bolt(port: int, *, patience: float = 0.25) -> bool:
    """Whether something speaks Bolt there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
            connection.sendall(_HELLO)
            return len(connection.recv(4)) == 4
    except OSError:
        return False
