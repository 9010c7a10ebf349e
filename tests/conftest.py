"""Fixtures that several tiers share, and what a skipped tier means."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.db import Database
from kb.engine.engine import Engine
from tests.engines import must_have, opened, unavailable, variants

NEEDS_NEO4J = ("graph", "api", "container", "system")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "container: runs on a Neo4j in a container, or on the one that is named")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", variants(), indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A Neo4j that answers; one for the whole run."""
    with opened(request.param, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="session")
def whole_base(engine: Engine) -> Iterator[Database]:
    """A knowledge base with its constraints, shared by all tests; what is in it is anybody's."""
    base = Database(engine)
    base.clear()
    base.migrate()
    yield base
    base.close()


@pytest.fixture
def base(whole_base: Database) -> Database:
    """An empty knowledge base."""
    whole_base.clear()
    return whole_base


@pytest.fixture
async def async_base(base: Database) -> AsyncIterator[Database]:
    """The same, open for asynchronous reads."""
    await base.aopen()
    yield base
    await base.aclose()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The maintainer's copy of the sources' files."""
    folder = Path(os.environ.get("KB_SHARED") or Path(__file__).parents[2] / "shared") / "data"
    if not folder.is_dir():
        unavailable("the sources' files are not here; KB_SHARED names the folder that has data/")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything must run, a skip in a tier that needs Neo4j is a failure."""
    report = yield
    if report.skipped and must_have() and not hasattr(report, "wasxfail") and _tier(report.nodeid) in NEEDS_NEO4J:
        report.outcome = "failed"
        report.longrepr = f"KB_REQUIRE_NEO4J=1 and skipped: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Count what was skipped, by tier and reason."""
    skipped = terminalreporter.stats.get("skipped", [])
    counts = Counter((_tier(report.nodeid), _reason(report)) for report in skipped)
    if counts:
        terminalreporter.section("skipped")
        for (tier, reason), count in sorted(counts.items()):
            terminalreporter.line(f"{count:5} {tier}: {reason}")


def _tier(nodeid: str) -> str:
    parts = nodeid.partition("::")[0].split("/")
    return parts[1] if len(parts) > 2 else parts[0]


def _reason(report: Any) -> str:
    longrepr = report.longrepr
    return str(longrepr[2] if isinstance(longrepr, tuple) else longrepr).removeprefix("Skipped: ")
