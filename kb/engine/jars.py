"""Where Neo4j's jars are: the user's cache folder, filled once for all knowledge bases, or KB_ENGINE_JARS."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kb.engine import filelock
from kb.engine.failures import CACHE_HINT, from_os
from kb.engine.lock import NEO4J_VERSION, Jar, file_hash, locked_jars
from kb.engine.plan import cache_folder
from kb.engine.progress import shown
from kb.errors import BadInput, FetchFailed
from kb.settings import Settings

__all__ = ["ensure_jars", "jars_folder", "missing_jars", "repository"]


def jars_folder(settings: Settings) -> Path:
    """The folder that has them, or will."""
    return settings.engine_jars.absolute() if settings.engine_jars else cache_folder() / "jars"


def repository(settings: Settings) -> str:
    """The address that jars are fetched from."""
    if settings.maven is None:
        from jgo.constants import MAVEN_CENTRAL_URL

        return str(MAVEN_CENTRAL_URL).rstrip("/")
    if not settings.maven.startswith(("http://", "https://")):
        raise BadInput(
            f"KB_MAVEN is {settings.maven!r}.",
            argument="KB_MAVEN",
            rule="an http or https address",
            hint="Name the address of a Maven repository.",
        )
    return settings.maven.rstrip("/")


def ensure_jars(settings: Settings, *, progress: bool) -> list[Path]:
    """All of Neo4j's jars, each checked against the lock file; fetched if need be.

    Raises FetchFailed and NoSpace.
    """
    if settings.engine_jars:
        return _given(settings.engine_jars.absolute())
    folder = jars_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if missing_jars(folder):
            _fill(folder, repository(settings), progress=progress)
    except OSError as error:
        raise from_os(error, "Neo4j was fetched into the cache folder", hint=CACHE_HINT) from error
    return [folder / jar.path for jar in locked_jars()]


def _fill(folder: Path, address: str, *, progress: bool) -> None:
    """Fetch what is missing; commands that come at the same time wait for the first."""
    lock = filelock.acquire(folder.with_name("jars.lock"))
    if lock is None:
        sys.stderr.write("Another command fetches Neo4j; waiting for it.\n")
        lock = filelock.acquire(folder.with_name("jars.lock"), wait=3600.0)
    if lock is None:
        raise FetchFailed("Another command has been fetching Neo4j for an hour.", hint="End that command.")
    try:
        missing = missing_jars(folder)
        size = sum(jar.size for jar in missing)
        if missing:
            from kb.engine.fetch import fetch_all  # httpx is not loaded where all is there

            what = f"Fetching Neo4j {NEO4J_VERSION} ({len(missing)} files)"
            with shown(what, size, visible=progress) as advance:
                fetch_all(missing, address, folder, advance)
            _note(folder, locked_jars())
    finally:
        filelock.release(lock)


def _given(folder: Path) -> list[Path]:
    """The jars in a folder of the user's, in Maven's layout or flat."""
    if not folder.is_dir():
        raise FetchFailed(f"KB_ENGINE_JARS names {folder}, which is no folder.")
    missing = missing_jars(folder)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise FetchFailed(
            f"The folder of KB_ENGINE_JARS lacks {missing[0].name}{more}, or has altered ones.",
            hint=f"Put the files of Neo4j {NEO4J_VERSION} there, or unset KB_ENGINE_JARS to have them fetched.",
        )
    return [_place(folder, jar) for jar in locked_jars()]


def _place(folder: Path, jar: Jar) -> Path:
    flat = folder / jar.name
    return flat if flat.exists() else folder / jar.path


def missing_jars(folder: Path) -> list[Jar]:
    """Those that are not in `folder`, or not as the lock says.

    A file is hashed once, and again when its size or time has changed since.
    """
    known = _noted(folder)
    missing = []
    hashed = False
    for jar in locked_jars():
        mark = _mark(_place(folder, jar))
        if mark is None or mark[0] != jar.size:
            missing.append(jar)
        elif known.get(jar.path) != [*mark, jar.sha256]:
            hashed = True
            if file_hash(_place(folder, jar)).hexdigest() != jar.sha256:
                missing.append(jar)
    if hashed and not missing:
        _note(folder, locked_jars())
    return missing


def _mark(file: Path) -> list[int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _notes() -> Path:
    return cache_folder() / "checked.json"


def _all_notes() -> dict[str, dict[str, list[int | str]]]:
    try:
        notes = json.loads(_notes().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _noted(folder: Path) -> dict[str, list[int | str]]:
    return _all_notes().get(str(folder), {})


def _note(folder: Path, jars: Sequence[Jar]) -> None:
    """Remember that these were right; forgetting it only costs time."""
    marks = {jar.path: _mark(_place(folder, jar)) for jar in jars}
    notes = {path: noted for path, noted in _all_notes().items() if Path(path).exists()}
    notes[str(folder)] = {jar.path: [*(marks[jar.path] or [0, 0]), jar.sha256] for jar in jars}
    try:
        _notes().parent.mkdir(parents=True, exist_ok=True)
        new = _notes().with_name(f"checked.{os.getpid()}.{id(marks)}.new")
        new.write_text(json.dumps(notes), encoding="utf-8")
        new.replace(_notes())
    except OSError:
        return
