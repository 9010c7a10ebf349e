"""Java's start-up cache (classes loaded, linked and profiled ahead of time): half the time to Neo4j's first answer.

One file a set of jars, in the cache folder beside them; `kb.engine.train` makes it in the background.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kb.engine.plan import Plan

__all__ = ["aot_file", "failed_file", "is_wanted"]

ROOM = 1_000_000_000
"""bytes of memory and of disk that must be free for the making"""


def aot_file(plan: Plan) -> Path:
    """Where the cache for exactly these jars is or will be: Java ignores one made for files of another time."""
    folder = hashlib.sha256(f"{plan.java}\n{plan.jars[0]}".encode())
    files = hashlib.sha256()
    for jar in plan.jars:
        status = os.stat(jar)
        files.update(f"{jar} {status.st_size} {status.st_mtime_ns}\n".encode())
    return Path(plan.cache) / f"neo4j-{folder.hexdigest()[:8]}-{files.hexdigest()[:16]}.aot"


def failed_file(plan: Plan) -> Path:
    """Its presence says that the making failed once and is not tried again."""
    return aot_file(plan).with_suffix(".failed")


def is_wanted(plan: Plan) -> bool:
    """Whether it should be made now."""
    if aot_file(plan).exists() or failed_file(plan).exists():
        return False
    return memory_available() >= ROOM


def memory_available() -> int:
    """Bytes of memory that programs could still take; a large number where nobody tells."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return 1 << 60
