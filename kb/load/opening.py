"""Open a knowledge base that is ready to be asked: Neo4j runs, constraints stand, an empty one has the starter pack."""

from __future__ import annotations

from pathlib import Path

import kb
from kb.db import Database
from kb.load.run import load_folder
from kb.settings import Settings

__all__ = ["STARTER", "open_base"]

STARTER = Path(kb.__file__).resolve().parent / "data" / "starter"


def open_base(settings: Settings, *, progress: bool = True) -> Database:
    """The knowledge base for `settings`. Close it, or use it in a `with`."""
    base = Database.open(settings, progress=progress)
    try:
        base.migrate()
        if settings.starter and base.is_empty():
            load_folder(base, STARTER, progress=progress)
    except BaseException:
        base.close()
        raise
    return base
