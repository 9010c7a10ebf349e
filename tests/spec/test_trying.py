"""How the command to try names this program."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from kb.cli.trying import program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths as on POSIX")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `kb`, run from the folder above its environment, which is not on the PATH."""
    file = tmp_path / "my place" / ".venv" / "bin" / "kb"
    file.parent.mkdir(parents=True)
    file.write_text("#!/bin/sh\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(file), "serve"])
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.chdir(tmp_path / "my place")
    return file


def test_on_the_path_by_its_name(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert program() == "kb"


def test_elsewhere_by_the_shorter_path(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program() == ".venv/bin/kb"
    monkeypatch.chdir(installed.parent)
    assert program() == "./kb"
    monkeypatch.chdir("/")
    assert shlex.split(program()) == [str(installed.relative_to("/"))]


def test_not_by_the_name_of_another_one(installed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "kb"
    other.write_text("#!/bin/sh\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == ".venv/bin/kb"


def test_a_link_to_it_on_the_path_is_it(installed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb").symlink_to(installed)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == "kb"
