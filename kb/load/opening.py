"""Open a knowledge base that is ready to be asked: Neo4j runs, constraints stand, an empty one has the starter pack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import kb
from kb.db import Database
from kb.load.derive import derive
from kb.load.run import Loaded, load_folder
from kb.settings import Settings

__all__ = ["STARTER", "load_starter", "open_base"]

STARTER = Path(kb.__file__).resolve().parent / "data" / "starter"


def open_base(settings: Settings, *, progress: bool = True) -> Database:
    """The knowledge base for `settings`. Close it, or use it in a `with`."""
    base = Database.open(settings, progress=progress)
    try:
        base.migrate()
        if settings.starter and base.is_empty():
            load_starter(base, progress=progress)
    except BaseException:
        base.close()
        raise
    return base


def load_starter(base: Database, *, progress: bool = True) -> Loaded:
    """Load the starter pack and what rules infer from it; what came in. Twice changes nothing.

    The inferred SERVES links are computed here, from the facts that come with the package, not shipped beside them:
    they would be three quarters of the pack.
    """
    loaded = load_folder(base, STARTER, progress=progress)
    inferred = derive(base)
    return replace(loaded, links={**loaded.links, "SERVES": inferred.written})
