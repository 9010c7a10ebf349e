"""Which jars, and where they come from."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kb.engine import jars as jars_module
from kb.engine import lock, open_engine
from kb.engine.jars import ensure_jars, repository
from kb.engine.lock import COORDINATES, file_hash, locked_jars
from kb.errors import BadInput, FetchFailed, StartFailed
from kb.settings import Settings


def test_the_lock_holds_each_jar_once_and_everything_asked_for() -> None:
    jars = locked_jars()
    paths = [jar.path for jar in jars]
    assert paths == sorted(paths)
    assert len({jar.name for jar in jars}) == len(jars) > 200
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in jars)
    for group, artifact, version in COORDINATES:
        assert f"{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}.jar" in paths


def test_the_repository_is_a_web_address() -> None:
    assert repository(Settings()).startswith("https://")
    assert repository(Settings(maven="http://127.0.0.1:1/maven/")) == "http://127.0.0.1:1/maven"
    with pytest.raises(BadInput, match="Name the address") as caught:
        repository(Settings(maven="/some/folder"))
    assert caught.value.argument == "KB_MAVEN"


def test_without_a_network_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars_module, "cache_folder", lambda: tmp_path)
    with pytest.raises(FetchFailed, match=r"cannot be reached.*KB_MAVEN.*KB_ENGINE_JARS.*KB_URI"):
        open_engine(Settings(home=tmp_path / "home", maven="http://127.0.0.1:1"), progress=False)
    assert not (tmp_path / "home").exists()


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(jars_module, "cache_folder", lambda: tmp_path / "file")
    with pytest.raises(StartFailed, match="cache folder"):
        ensure_jars(Settings(), progress=False)


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two jars in the repository's layout, which the lock names."""
    folder = tmp_path / "given"
    lines = []
    for path in ("org/a/1/a-1.jar", "org/b/1/b-1.jar"):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(path.encode() * 10)
        lines.append(f"{path} {file_hash(folder / path).hexdigest()} {(folder / path).stat().st_size}\n")
    (tmp_path / "drawn.lock").write_text("".join(lines))
    monkeypatch.setattr(lock, "LOCK_FILE", tmp_path / "drawn.lock")
    monkeypatch.setattr(jars_module, "cache_folder", lambda: tmp_path / "cache")
    return folder


def test_a_given_folder_is_taken_in_either_layout(given: Path, tmp_path: Path) -> None:
    assert ensure_jars(Settings(engine_jars=given), progress=False)[0] == given / "org/a/1/a-1.jar"
    flat = tmp_path / "flat"
    flat.mkdir()
    for jar in given.rglob("*.jar"):
        shutil.copy(jar, flat)
    found = ensure_jars(Settings(engine_jars=flat, maven="http://127.0.0.1:1"), progress=False)
    assert found == [flat / "a-1.jar", flat / "b-1.jar"]


@pytest.mark.parametrize("fault", ["altered", "cut off", "missing"])
def test_a_given_folder_with_a_fault_is_refused(given: Path, fault: str) -> None:
    ensure_jars(Settings(engine_jars=given), progress=False)
    jar = given / "org/b/1/b-1.jar"
    content = jar.read_bytes()
    jar.unlink()
    if fault != "missing":
        jar.write_bytes(content[:-1] if fault == "cut off" else bytes(reversed(content)))
    with pytest.raises(FetchFailed, match=r"KB_ENGINE_JARS lacks b-1\.jar"):
        ensure_jars(Settings(engine_jars=given), progress=False)


def test_a_given_folder_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="no folder"):
        ensure_jars(Settings(engine_jars=tmp_path / "nowhere"), progress=False)
