"""The wheel, as somebody else gets it: all files inside, installed into a fresh environment, asked from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HUB = "hub:chn-guangdong-electronics"
ONLY_IN_SDIST = {"api/web/package.json", "api/web/package-lock.json", "api/web/.npmrc"}


def run(*words: str | Path, cwd: Path, home: Path | None = None) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KB_") or k in KEPT}
    if home is not None:
        environment["KB_HOME"] = str(home)
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


KEPT = {"KB_ENGINE_JARS", "KB_MAVEN"}
"""Where this machine gets Neo4j from; no other setting of the caller counts here."""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    (built,) = folder.glob("supplymesh-*.whl")
    return built


@pytest.fixture(scope="session")
def kb(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment that has the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    run(bin_folder / "python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    return bin_folder / "kb"


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with an `api` of its own, which must not come first."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "api").mkdir()
    (folder / "api" / "__init__.py").write_text("raise RuntimeError('a package of the user')\n", encoding="utf-8")
    return folder


def files_of_the_tree() -> Iterator[str]:
    for package in ("kb", "api", "cypher"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    tree = set(files_of_the_tree())
    assert tree - inside == ONLY_IN_SDIST
    assert not inside & ONLY_IN_SDIST


@pytest.mark.parametrize(
    ("folder", "ending", "least"),
    [
        ("cypher/", ".cypher", 2),
        ("kb/data/starter/", ".csv", 5),
        ("kb/engine/", "neo4j.lock", 1),
        ("api/web/", "graphiql.html", 1),
        ("api/web/vendor/", ".js", 3),
        ("api/web/vendor/", ".css", 1),
        ("api/web/vendor/", "LICENSES.txt", 1),
    ],
)
def test_the_wheel_has_what_is_no_python(wheel: Path, folder: str, ending: str, least: int) -> None:
    names = [n for n in zipfile.ZipFile(wheel).namelist() if n.startswith(folder) and n.endswith(ending)]
    assert len(names) >= least


def test_the_wheel_has_nothing_else_at_its_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kb", "api", "cypher"}


def test_it_says_its_version(kb: Path, elsewhere: Path) -> None:
    assert run(kb, "--version", cwd=elsewhere).split()[-1] == "0.1.0"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def ask(kb: Path, elsewhere: Path, home: Path, *options: str) -> list[dict[str, Any]]:
    words = [kb, "ask", "servicesFollowing", "--hub", HUB, "--to", "VNM", *options, "--format", "json"]
    answer = json.loads(run(*words, cwd=elsewhere, home=home))
    assert answer["hub"] == HUB
    rows: list[dict[str, Any]] = answer["rows"]
    return rows


def test_it_answers_from_another_folder(kb: Path, elsewhere: Path, home: Path) -> None:
    rows = ask(kb, elsewhere, home)
    assert len(rows) >= 20
    assert {row["verdict"] for row in rows} <= {
        "BARRED",
        "FOLLOWS",
        "SERVED_REMOTELY",
        "LOST_TO_INCUMBENTS",
        "UNKNOWN",
    }
    assert [path.name for path in elsewhere.iterdir()] == ["api"], "it writes to KB_HOME only"


def test_its_shares_are_those_of_the_rule(kb: Path, elsewhere: Path, home: Path) -> None:
    """HSBC in Guangdong by Apple's list of 2018: 4 of its 36 offices, 77 of 255 pairs, as the rule states it."""
    rows = ask(kb, elsewhere, home, "--as-of", "2019-06-01")
    shares = {(row["provider"], row["service"]): row["phi"] for row in rows}
    assert shares["org:hsbc", "service:commercial-banking"] == pytest.approx(0.018864, abs=5e-7)
