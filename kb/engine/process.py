"""Processes of ours: started so that they end with their parent, ended only when they are surely ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

__all__ = ["command_line", "end_stale", "environment_of_host", "is_ours", "spawn", "stop"]

_LAUNCHER = Path(__file__).with_name("launch.py")
_JAVA_VARIABLES = frozenset({"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"})
_SECRETS = frozenset({"KB_PASSWORD", "KB_TOKEN"})
"""not for a process that outlives the command and has no use for them"""


def spawn(
    command: Sequence[str], *, cwd: Path, output: IO[bytes], more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start `command`; on Linux the kernel kills it when this process's main thread ends.

    Must be called from the main thread: the kernel's rule looks at the thread that forks.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _JAVA_VARIABLES | _SECRETS}
    environment.update(more or {})
    if sys.platform == "linux":
        command = [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), *command]
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )


def stop(process: subprocess.Popen[bytes], *, patience: float = 8.0) -> None:
    """End our own child: ask, wait `patience` seconds, then force."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def command_line(pid: int) -> str:
    """The command line of process `pid`; empty when there is none or it may not be read."""
    if pid <= 0:
        return ""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            return ""
    if sys.platform == "win32":
        query = f"(Get-CimInstance Win32_Process -Filter 'ProcessId={pid}').CommandLine"
        return _output(["powershell", "-NoProfile", "-Command", query])
    return _output(["ps", "-ww", "-o", "command=", "-p", str(pid)])


def _output(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def is_ours(pid: int, home: Path) -> bool:
    """Whether `pid` lives and is the Neo4j of `home`, by its command line."""
    line = command_line(pid)
    return "Neo4jCommunity" in line and f"--home-dir={home / 'neo4j'} " in line + " "


def end_stale(pid: int, home: Path, *, patience: float = 10.0) -> bool:
    """Kill a Neo4j that outlived its host, if `pid` is the one of `home`; whether it is gone."""
    deadline = time.monotonic() + patience
    while is_ours(pid, home):
        if time.monotonic() > deadline:
            return False
        try:
            os.kill(pid, 9)  # TerminateProcess on Windows, whatever the number
        except OSError:
            return not is_ours(pid, home)
        time.sleep(0.05)
    return True


def environment_of_host(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` without secrets, in which `python -P -m kb…` finds the package in `root`, also uninstalled."""
    kept = {name: value for name, value in environment.items() if name not in _SECRETS}
    if root.name in {"site-packages", "dist-packages"}:
        return kept
    found = kept.get("PYTHONPATH")
    return {**kept, "PYTHONPATH": str(root) + (os.pathsep + found if found else "")}
