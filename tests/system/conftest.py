"""The starter pack is loaded once for the whole tier; tests that break things have a few facts of their own."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.load.csv_form import write
from tests.drawn import drawn
from tests.house import HUB, READY, Service, good, serving, started, until

FACTS = f"""
{HUB} name=Guangdong industry=26
{HUB} LOCATED_IN country:chn
country:chn name=China iso3=CHN
country:vnm name=Vietnam iso3=VNM
org:maker name=Foxconn aliases=鴻海精密|Hon-Hai
org:maker OPERATES_IN {HUB} capacity_share=0.5
org:mizuho HEADQUARTERED_IN country:jpn
org:mizuho SERVES {HUB} service:bank seller_share=0.25
org:mizuho SERVES org:maker service:bank seller_share=0.1
org:agricole PRESENT_IN country:vnm
org:agricole SERVES {HUB} service:bank seller_share=0.5
"""


@dataclass(frozen=True)
class BrokenOff:
    """What a first `kb serve` left behind that was killed while it loaded the starter pack."""

    said: str
    unfinished: bool


@pytest.fixture(scope="session")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder that is not the checkout."""
    return tmp_path_factory.mktemp("aside")


@pytest.fixture(scope="session")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the knowledge base with the starter pack; a space in its name must do no harm."""
    return tmp_path_factory.mktemp("full") / "kb home"


@pytest.fixture(scope="session")
def broken_off(full_home: Path, aside: Path) -> BrokenOff:
    """The very first start is killed as soon as facts come in."""
    process = started(full_home, aside)
    until(lambda: (full_home / "starter.unfinished").exists() or process.poll() is not None, 240.0)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return BrokenOff((full_home / "out.txt").read_text(encoding="utf-8"), (full_home / "starter.unfinished").exists())


@pytest.fixture(scope="session")
def service(broken_off: BrokenOff, full_home: Path, aside: Path) -> Iterator[Service]:
    """A `kb serve` on the starter pack, for tests that only ask."""
    assert READY not in broken_off.said
    with serving(full_home, aside) as found:
        yield found


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the CSV form with a few facts of one's own."""
    folder = tmp_path_factory.mktemp("facts") / "csv"
    write(folder, drawn(FACTS))
    return folder


@pytest.fixture(scope="session")
def own_loaded(facts: Path, aside: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("own") / "home"
    good("load", "csv", facts, cwd=aside, KB_HOME=home)
    return home


@pytest.fixture
def own_home(own_loaded: Path, tmp_path: Path) -> Path:
    """Folder of a knowledge base that has just those facts; nothing runs on it."""
    return Path(shutil.copytree(own_loaded, tmp_path / "own"))
