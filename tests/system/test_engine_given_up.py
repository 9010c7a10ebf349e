"""A Neo4j that is gone for good: a write is tried for a while and then given up."""

from __future__ import annotations

import socket
import time

import pytest

from kb.db import Database
from kb.engine import Engine
from kb.errors import Unavailable


def test_a_write_is_tried_for_as_long_as_a_restart_takes_and_no_longer() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        engine = Engine(f"bolt://127.0.0.1:{bound.getsockname()[1]}", None, "neo4j", "p", database="neo4j")
        with Database(engine) as base:
            begun = time.monotonic()
            with pytest.raises(Unavailable):
                base.change("CREATE ()")
            assert 8.0 < time.monotonic() - begun < 20.0
