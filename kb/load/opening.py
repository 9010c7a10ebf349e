"""Open a knowledge base that is ready to be asked: Neo4j runs, constraints stand, an empty one has the starter pack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import kb
from kb.db import Database
from kb.engine import filelock
from kb.engine.failures import from_os
from kb.errors import Unavailable
from kb.load.derive import INFERRING, derive
from kb.load.progress import say, telling
from kb.load.run import Loaded, load_folder
from kb.settings import Settings

__all__ = ["STARTER", "finished", "load_starter", "open_as_is", "open_base"]

STARTER = Path(kb.__file__).resolve().parent / "data" / "starter"
_PATIENCE = 300.0
"""seconds that a command waits for another one that is loading the starter pack"""
_MARKER = "starter.unfinished"


def open_base(settings: Settings, *, progress: bool = True) -> Database:
    """The knowledge base for `settings`, with the starter pack if it was empty. Close it, or use it in a `with`."""
    base = open_as_is(settings, progress=progress)
    try:
        if settings.starter and (base.is_empty() or _broke_off(settings)):
            _fill(base, settings, progress)
    except BaseException:
        base.close()
        raise
    return base


def open_as_is(settings: Settings, *, progress: bool = True) -> Database:
    """The knowledge base for `settings` with its constraints and whatever is in it."""
    base = Database.open(settings, progress=progress)
    try:
        if settings.uri is not None:
            _reach(base, settings.uri)
        base.migrate()
    except BaseException:
        base.close()
        raise
    return base


def load_starter(base: Database, *, progress: bool = True) -> Loaded:
    """Load the starter pack and what rules infer from it; what came in. Twice changes nothing.

    The inferred SERVES links are computed here, from the facts that come with the package, not shipped beside them:
    they would be three quarters of the pack.
    """
    say(progress, "Loading the starter pack")
    loaded = load_folder(base, STARTER, progress=progress)
    say(progress, INFERRING)
    with telling(progress) as tell:
        inferred = derive(base, progress=tell)
    return replace(loaded, links={**loaded.links, "SERVES": inferred.serves.written})


def _reach(base: Database, uri: str) -> None:
    """Tell at once, and by name, that nobody answers; a write would be tried for some time first."""
    try:
        base.read("reads/server")
    except Unavailable as error:
        if type(error) is not Unavailable:
            raise
        hint = "Check KB_URI, and that a Neo4j runs there."
        raise Unavailable(f"Neo4j at {uri} cannot be reached.", hint=hint) from error


def _fill(base: Database, settings: Settings, progress: bool) -> None:
    """Load the starter pack, unless another command does so already: then wait for it."""
    with _alone(settings.home):
        if base.is_empty() or _broke_off(settings):
            _note(settings.home, _unfinished(settings.home) | {_target(settings)})
            load_starter(base, progress=progress)
            finished(settings)


def finished(settings: Settings) -> None:
    """Note that the starter pack is in whole, in the base that the settings name."""
    _note(settings.home, _unfinished(settings.home) - {_target(settings)})


def _broke_off(settings: Settings) -> bool:
    """A load of the starter pack into this very base began and did not end."""
    return _target(settings) in _unfinished(settings.home)


def _target(settings: Settings) -> str:
    """Which base it is: one folder serves its own Neo4j today and somebody's full one tomorrow."""
    return "embedded" if settings.uri is None else f"{settings.uri} {settings.database or ''}".strip()


def _unfinished(home: Path) -> set[str]:
    """The bases into which the starter pack is coming, or broke off, by itself."""
    try:
        return set((home / _MARKER).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _note(home: Path, targets: set[str]) -> None:
    if targets:
        (home / _MARKER).write_text("".join(f"{target}\n" for target in sorted(targets)), encoding="utf-8")
    else:
        (home / _MARKER).unlink(missing_ok=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = filelock.acquire(home / "starter.lock", wait=_PATIENCE)
    except OSError as error:
        raise from_os(error, "the folder of the knowledge base was opened") from error
    if lock is None:
        raise Unavailable("Another command is still loading the starter pack.")
    try:
        yield
    finally:
        filelock.release(lock)
