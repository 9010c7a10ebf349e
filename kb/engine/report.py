"""What there is to say about the engine without starting anything; for `kb doctor`."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from kb.engine import filelock, ports
from kb.engine.aot import memory_available
from kb.engine.jars import jars_folder, missing_jars
from kb.engine.lock import NEO4J_VERSION, locked_jars
from kb.engine.plan import cache_folder, java_program
from kb.engine.state import lock_file, read_state
from kb.settings import Settings

__all__ = ["report"]


def report(settings: Settings) -> dict[str, Any]:
    """Facts by name: versions, jars, room on the disk and in memory (bytes), ports, and whether a host runs."""
    home = settings.home.resolve()
    if settings.uri is not None:
        return {"embedded": False}
    folder = jars_folder(settings)
    return {
        "embedded": True,
        "neo4j": NEO4J_VERSION,
        "java": _java_version(),
        "jars_folder": str(folder),
        "jars": len(locked_jars()),
        "jars_missing": len(missing_jars(folder)),
        "startup_cache": any(cache_folder().glob("neo4j-*.aot")),
        "home": str(home),
        "home_exists": home.is_dir(),
        "bytes_free": shutil.disk_usage(_existing(home)).free,
        "memory_available": memory_available(),
        **_running(home),
    }


def _running(home: Path) -> dict[str, Any]:
    state = read_state(home) if filelock.is_taken(lock_file(home)) else None
    if state is None:
        usual = {"bolt_port_free": ports.is_free(7687), "http_port_free": ports.is_free(7474)}
        return {"running": False, **usual}
    found = {"bolt_port": state.bolt, "http_port": state.http, "java_pid": state.java_pid}
    return {"running": True, **found}


def _java_version() -> str | None:
    """What Java says of itself; None when it cannot be run."""
    try:
        said = subprocess.run([java_program(), "-version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "([^"]+)"', said.stderr + said.stdout)
    return found[1] if found else None


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
