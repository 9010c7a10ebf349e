"""A password stays where it was put."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.engine.process import environment_of_host, spawn
from kb.errors import BadInput
from kb.settings import Settings


@pytest.mark.parametrize("uri", ["neo4j://u:pw1@host", "bolt://u@host:7687", "u:pw1@host", "neo4j://u:p/w1@[::1]:7687"])
def test_an_address_with_a_password_is_refused_and_not_shown(uri: str) -> None:
    with pytest.raises(BadInput, match=r"^KB_URI .*KB_PASSWORD") as caught:
        Settings.read({"KB_URI": uri})
    assert caught.value.argument == "KB_URI"
    assert not any(part in f"{caught.value} {caught.value.rule}" for part in (uri, "pw1", "/w1", "u:"))


def test_an_address_alone_is_taken() -> None:
    assert Settings.read({"KB_URI": "neo4j+s://[::1]:7687"}).uri == "neo4j+s://[::1]:7687"


@pytest.mark.parametrize("root", ["/x/site-packages", "/x/checkout"])
def test_the_host_is_told_no_secret(root: str) -> None:
    told = environment_of_host(Path(root), {"KB_TOKEN": "t0ken", "KB_PASSWORD": "p4ss", "HOME": "/h"})
    assert told["HOME"] == "/h"
    assert {"KB_TOKEN", "KB_PASSWORD"}.isdisjoint(told)


def test_java_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_TOKEN", "t0ken")
    monkeypatch.setenv("KB_PASSWORD", "p4ss")
    monkeypatch.setenv("KB_LOG", "json")
    out = tmp_path / "out"
    with out.open("wb") as output:
        command = [sys.executable, "-c", "import os; print(dict(os.environ))"]
        process: subprocess.Popen[bytes] = spawn(command, cwd=tmp_path, output=output)
    assert process.wait(20) == 0
    said = out.read_text()
    assert "KB_LOG" in said
    assert not any(word in said for word in ("t0ken", "p4ss", "KB_TOKEN", "KB_PASSWORD"))
