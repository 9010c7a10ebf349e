"""An open knowledge base of how supply chains, and the services that live on them, move.

>>> import kb
>>> with kb.open() as base:  # doctest: +SKIP
...     answer = base.ask("servicesFollowing", hub="hub:chn-guangdong-electronics", to="VNM")
...     pandas.DataFrame(answer.rows)
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.db import Database

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(**settings: Any) -> Database:
    """The knowledge base for the environment's settings (`KB_…`) and those given here; use it in a `with`.

    Starts Neo4j if KB_URI names none, and loads the starter pack into an empty knowledge base unless KB_STARTER is 0.
    """
    from kb.load.opening import open_base
    from kb.settings import Settings

    return open_base(Settings.read(os.environ, **settings))
