"""The Neo4j that tests run on: one of our own, and one container a version, each started once for the whole run."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from testcontainers.community.neo4j import Neo4jContainer

from kb.engine import open_engine
from kb.engine.engine import Engine
from kb.engine.plan import Internals
from kb.settings import Settings

IMAGES = {"lts": "neo4j:5.26.30-community", "newest": "neo4j:2026.08.1-community"}
NAMED = "KB_TEST_NEO4J_URI"
"""a running Neo4j instead of the containers; its password is in KB_TEST_NEO4J_PASSWORD; all in it is deleted"""


def variants() -> list[object]:
    """Parameters of the fixture `engine`: where every test of the graph and api tiers runs."""
    others = ("named",) if os.environ.get(NAMED) else tuple(IMAGES)
    return ["embedded", *(pytest.param(name, marks=pytest.mark.container) for name in others)]


def must_have() -> bool:
    """Whether a test that cannot run is a failure."""
    return os.environ.get("KB_REQUIRE_NEO4J") == "1"


def unavailable(reason: str) -> None:
    """Skip the test, or fail it where everything must run."""
    if must_have():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def opened(variant: str, folder: Path) -> Iterator[Engine]:
    """The engine of a variant; `folder` is for the embedded one."""
    if variant == "embedded":
        with open_engine(Settings(home=folder), progress=False, internals=Internals(train_after=None)) as engine:
            yield engine
    elif variant == "named":
        uri, password = os.environ[NAMED], os.environ.get("KB_TEST_NEO4J_PASSWORD", "")
        with open_engine(Settings(uri=uri, password=password)) as engine:
            yield engine
    else:
        with _container(IMAGES[variant]) as engine:
            yield engine


@contextmanager
def _container(image: str) -> Iterator[Engine]:
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    password = secrets.token_urlsafe(12)
    container = _started(image, password)
    try:
        with open_engine(Settings(uri=container.get_connection_url(), password=password)) as engine:
            yield engine
    finally:
        container.stop()


def _started(image: str, password: str) -> Neo4jContainer:
    try:
        return Neo4jContainer(image, username="neo4j", password=password).start()
    except Exception as error:  # no container engine, no image, no start: whatever it is, the tier cannot run
        reason = f"{image} does not run here: {type(error).__name__}"
    unavailable(reason)
    raise AssertionError
