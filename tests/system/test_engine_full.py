"""A disk that fills up in the middle of a load: it says so, and with room again nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.db import Database
from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.errors import KbError, NoSpace, Unavailable
from kb.load.facts import Facts
from kb.settings import Settings
from tests.house import until

pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a tmpfs")

INTERNALS = Internals(train_after=None, patience=3.0)
ROOM, LEFT = 800_000_000, 24_000_000
BATCH = 2_000
TEXT = "x" * 900
WHOLE = """
MATCH (c:Constituency) WHERE c.id STARTS WITH 'constituency:batch-'
RETURN split(c.id, '-')[1] AS batch, count(c) AS rows
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, which takes memory only for what is in it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody mount a tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def batch(number: int) -> Facts:
    """One transaction's rows, 2 MB and more."""
    rows = [{"id": f"constituency:batch-{number}-{i}", "name": TEXT, "sources": ()} for i in range(BATCH)]
    return Facts({"Constituency": rows})


def fill(base: Database, acknowledged: list[int]) -> KbError:
    """Write until it is refused; how it is."""
    for number in range(1_000):
        try:
            base.write(batch(number))
        except KbError as error:
            return error
        acknowledged.append(number)
    raise AssertionError("the disk has no end")


def found(base: Database) -> dict[int, int]:
    """Rows by batch; empty while it does not answer."""
    try:
        return {int(row["batch"]): row["rows"] for row in base.rows(WHOLE)}
    except Unavailable:
        return {}


def newcomer_is_told(settings: Settings) -> bool:
    """Whether another command hears at once that Neo4j waits for room."""
    try:
        open_engine(settings, progress=False, internals=INTERNALS).close()
    except NoSpace as error:
        return "MB are needed" in str(error)
    return False


def test_a_load_that_fills_the_disk(disk: Path) -> None:
    settings = Settings(home=disk / "kb")
    acknowledged: list[int] = []
    with open_engine(settings, progress=False, internals=INTERNALS) as engine, Database(engine) as base:
        base.migrate()
        base.write(batch(2_000))
        resize(disk, shutil.disk_usage(disk).used + LEFT)
        error = fill(base, acknowledged)
        assert isinstance(error, NoSpace), repr(error)
        assert "Make room on the disk" in error.hint
        assert acknowledged
        until(lambda: newcomer_is_told(settings), 40.0, every=0.5)
        resize(disk, ROOM)
        rows = until(lambda: found(base), 60.0, every=0.5)
        assert set(acknowledged) <= set(rows)
        assert set(rows.values()) == {BATCH}
        until(lambda: written(base, 3_000), 60.0, every=0.5)
        assert found(base)[3_000] == BATCH


def written(base: Database, number: int) -> bool:
    try:
        base.write(batch(number))
    except Unavailable:
        return False
    return True
