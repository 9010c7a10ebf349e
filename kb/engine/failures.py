"""Why Neo4j does not start, as one of our errors; and how such an error travels from the host to a client."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from kb import errors
from kb.errors import FolderTaken, KbError, NoMemory, NoSpace, PortTaken, StartFailed, Unavailable

__all__ = [
    "CACHE_HINT",
    "check_space",
    "explain",
    "from_os",
    "from_wire",
    "has_torn_log",
    "is_full",
    "last_errors",
    "to_wire",
]

MINIMUM_FREE = 256_000_000
"""bytes that must be free before a start; below, Neo4j may live and never answer"""

_SIGNS: tuple[tuple[str, type[Unavailable], str], ...] = (
    (r"No space left on device|not enough space|Disk quota exceeded", NoSpace, "The disk is full."),
    (
        r"Invalid memory configuration|OutOfMemoryError|Could not reserve enough space|Cannot allocate memory"
        r"|insufficient memory|Invalid maximum heap size|exceeds the maximum representable",
        NoMemory,
        "There is no room in memory for Neo4j.",
    ),
    (r"Address already in use|BindException|PortBindException", PortTaken, "A port of Neo4j is in use."),
    (r"FileLockException|Lock file has been locked|StoreLockException", FolderTaken, "Another Neo4j has the folder."),
)
_PORT_HINT = "Run it again: other ports are taken then."


def explain(text: str, home: Path, *, code: int | None = None) -> KbError:
    """The error that Neo4j's last words `text` and its exit `code` (None: it still runs) stand for."""
    if is_full(home):
        return NoSpace("The disk is full.")
    for sign, kind, message in _SIGNS:
        if re.search(sign, text):
            return kind(message, hint=_PORT_HINT if kind is PortTaken else None)
    if code == 3:
        return NoMemory("There is no room in memory for Neo4j.")
    words = _last_line(text).replace(str(home), "KB_HOME")
    how = "does not answer in time" if code is None else f"ended with code {code}"
    return StartFailed(f"Neo4j {how}." + (f" Its last words: {words}" if words else ""))


def has_torn_log(text: str) -> bool:
    """Whether Neo4j found the last entry of its transaction log cut off, as a full disk leaves it."""
    return "Unreadable bytes are encountered after last readable position" in text


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    told = [line for line in lines if re.search(r"ERROR|Exception|Error|FATAL|error", line)]
    return (told or lines or [""])[-1][:300]


def last_errors(home: Path, since: str = "") -> str:
    """What Neo4j wrote last: its console, and the lines of its log that tell of an error.

    Leaves out lines of that log from before `since` (UTC, as `2026-01-31 23:59:59`).
    """
    logs = home / "neo4j" / "logs"
    told = []
    for line in _tail(logs / "debug.log", 400_000).splitlines():
        time = re.match(r'\{"time":"([^"]+)"', line)
        if time and time[1] >= since and re.search(r'"level":"(ERROR|WARN)".*(Exception|Error|No space)', line):
            told.append(line)
    return "\n".join([*told, _tail(logs / "console.log", 32_768)])


def _tail(file: Path, size: int) -> str:
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - size))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""


def is_full(folder: Path) -> bool:
    """Whether so little is free where `folder` is that Neo4j cannot go on."""
    return shutil.disk_usage(folder).free < MINIMUM_FREE // 16


def check_space(folder: Path, needed: int = MINIMUM_FREE, *, hint: str | None = None) -> None:
    """Raise NoSpace unless `needed` bytes are free where `folder` is."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoSpace(f"The disk has {free / 1e6:.0f} MB free and {needed / 1e6:.0f} MB are needed.", hint=hint)


_WRITABLE = "Make the folder writable, or name another with KB_HOME."
CACHE_HINT = "Make room in the user's cache folder, or name a folder that has Neo4j's files with KB_ENGINE_JARS."


def from_os(error: OSError, what: str, *, hint: str | None = None) -> KbError:
    """The error of ours for an operating system's one, met while doing `what`."""
    if error.errno in {28, 122}:  # no space, quota
        return NoSpace(f"The disk was full while {what}.", hint=hint)
    reason = error.strerror or type(error).__name__
    return StartFailed(f"{reason} while {what}.", hint=hint or _WRITABLE)


def to_wire(error: KbError) -> str:
    """One line of JSON."""
    return json.dumps({"error": type(error).__name__, "message": error.args[0], "hint": error.hint})


def from_wire(line: str) -> KbError:
    """The error that `to_wire` wrote."""
    fields = json.loads(line)
    kind: type[KbError] = getattr(errors, fields["error"])
    return kind(fields["message"], hint=fields["hint"])
