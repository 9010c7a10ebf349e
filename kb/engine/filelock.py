"""A lock on a file that the operating system gives back when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

__all__ = ["acquire", "is_taken", "release"]

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def acquire(path: Path, *, wait: float = 0.0) -> int | None:
    """Lock `path` within `wait` seconds: a descriptor that `release` takes, or None when another has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + wait
    while not _try(descriptor):
        if time.monotonic() >= deadline:
            os.close(descriptor)
            return None
        time.sleep(0.05)
    return descriptor


def release(descriptor: int) -> None:
    """Give the lock back; the file stays, since removing it would let two holders in."""
    os.close(descriptor)


def is_taken(path: Path) -> bool:
    """Whether another process holds the lock now."""
    if not path.exists():
        return False
    descriptor = acquire(path)
    if descriptor is None:
        return True
    release(descriptor)
    return False
