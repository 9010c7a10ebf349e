"""Fetching jars, from a repository drawn in this process."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kb.engine import jars as jars_module
from kb.engine import lock
from kb.engine.fetch import AT_ONCE, fetch_all
from kb.engine.jars import ensure_jars
from kb.engine.lock import Jar
from kb.errors import FetchFailed, NoSpace
from kb.settings import Settings


@dataclass
class Repository:
    """Files, what is wrong with them, and what was asked for."""

    files: dict[str, bytes]
    address: str = ""
    cut: dict[str, int] = field(default_factory=dict)
    """path -> how many answers break off in the middle"""
    altered: dict[str, int] = field(default_factory=dict)
    """path -> how many answers have another content"""
    ranges: bool = True
    pause: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """path and Range header"""
    open: int = 0
    most_open: int = 0

    def jars(self) -> list[Jar]:
        return [Jar(path, hashlib.sha256(content).hexdigest(), len(content)) for path, content in self.files.items()]

    def take(self, faults: dict[str, int], path: str) -> bool:
        if faults.get(path, 0) == 0:
            return False
        faults[path] -= 1
        return True


def handler(repository: Repository) -> type[BaseHTTPRequestHandler]:
    guard = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with guard:
                repository.open += 1
                repository.most_open = max(repository.most_open, repository.open)
            try:
                time.sleep(repository.pause)
                self.answer(self.path.lstrip("/"), self.headers.get("Range", ""))
            finally:
                with guard:
                    repository.open -= 1

        def answer(self, path: str, wanted: str) -> None:
            repository.asked.append((path, wanted))
            if path not in repository.files:
                self.send_error(404)
                return
            content = repository.files[path]
            if repository.take(repository.altered, path):
                content = bytes(reversed(content))
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and repository.ranges else 0
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            rest = content[start:]
            self.wfile.write(rest[: len(rest) // 2] if repository.take(repository.cut, path) else rest)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def repository() -> Iterator[Repository]:
    files = {f"org/a{i}/1/a{i}-1.jar": bytes([i, 255 - i]) * (50_000 + i) for i in range(5)}
    drawn = Repository(files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(drawn))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    drawn.address = f"http://127.0.0.1:{server.server_port}"
    yield drawn
    server.shutdown()
    server.server_close()
    thread.join()


def got(repository: Repository, folder: Path) -> list[int]:
    """Fetch everything; the steps of the progress."""
    steps: list[int] = []
    fetch_all(repository.jars(), repository.address, folder, steps.append)
    for path, content in repository.files.items():
        assert (folder / path).read_bytes() == content
    assert not list(folder.rglob("*.part"))
    return steps


FIRST = "org/a0/1/a0-1.jar"


def test_all_files_come_whole_and_progress_adds_up(repository: Repository, tmp_path: Path) -> None:
    assert sum(got(repository, tmp_path)) == sum(len(content) for content in repository.files.values())


def test_no_more_than_sixteen_at_once(repository: Repository, tmp_path: Path) -> None:
    repository.files = {f"org/b{i}.jar": bytes([i]) * 100 for i in range(48)}
    repository.pause = 0.05
    got(repository, tmp_path)
    assert 2 <= repository.most_open <= AT_ONCE


def test_a_cut_off_file_goes_on_where_it_stopped(repository: Repository, tmp_path: Path) -> None:
    repository.cut[FIRST] = 1
    steps = got(repository, tmp_path)
    half = len(repository.files[FIRST]) // 2
    assert [wanted for path, wanted in repository.asked if path == FIRST] == ["", f"bytes={half}-"]
    assert sum(steps) == sum(len(content) for content in repository.files.values())


def test_what_an_interrupted_command_left_is_used(repository: Repository, tmp_path: Path) -> None:
    part = tmp_path / (FIRST + ".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(repository.files[FIRST][:1000])
    got(repository, tmp_path)
    assert (FIRST, "bytes=1000-") in repository.asked


def test_a_repository_without_ranges_sends_the_whole(repository: Repository, tmp_path: Path) -> None:
    repository.ranges = False
    repository.cut[FIRST] = 1
    got(repository, tmp_path)


@pytest.mark.parametrize("left", [b"something else", b"x" * 200_000])
def test_a_part_of_something_else_is_dropped(repository: Repository, tmp_path: Path, left: bytes) -> None:
    part = tmp_path / (FIRST + ".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(left)
    got(repository, tmp_path)


def test_an_altered_file_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    repository.altered[FIRST] = 1
    got(repository, tmp_path)
    assert [path for path, _ in repository.asked].count(FIRST) == 2


def test_a_file_that_stays_altered_is_named_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    repository.altered[FIRST] = 9
    with pytest.raises(FetchFailed, match=r"a0-1\.jar.*SHA-256.*KB_ENGINE_JARS"):
        fetch_all(repository.jars(), repository.address, tmp_path, lambda count: None)
    assert [path for path, _ in repository.asked].count(FIRST) == 2
    assert not (tmp_path / FIRST).exists()
    assert not (tmp_path / (FIRST + ".part")).exists()


def test_a_file_longer_than_the_lock_says_is_refused(repository: Repository, tmp_path: Path) -> None:
    jars = [Jar(jar.path, jar.sha256, jar.size - 1) for jar in repository.jars()]
    with pytest.raises(FetchFailed, match="SHA-256"):
        fetch_all(jars, repository.address, tmp_path, lambda count: None)


def test_a_file_that_is_not_there_is_named(repository: Repository, tmp_path: Path) -> None:
    jars = [*repository.jars(), Jar("org/none.jar", "0" * 64, 10)]
    with pytest.raises(FetchFailed, match=r"none\.jar.*404"):
        fetch_all(jars, repository.address, tmp_path, lambda count: None)
    assert [path for path, _ in repository.asked].count("org/none.jar") == 1


def test_a_file_that_keeps_breaking_off_is_given_up_and_kept(repository: Repository, tmp_path: Path) -> None:
    repository.cut[FIRST] = 99
    with pytest.raises(FetchFailed, match="broke off"):
        fetch_all(repository.jars(), repository.address, tmp_path, lambda count: None)
    assert (tmp_path / (FIRST + ".part")).stat().st_size > len(repository.files[FIRST]) // 2


def test_too_little_room_is_said_before_anything_is_asked(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(NoSpace, match="MB are needed"):
        fetch_all([Jar(FIRST, "0" * 64, 10**16)], repository.address, tmp_path, lambda count: None)
    assert repository.asked == []


@pytest.fixture
def drawn_lock(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The lock names the drawn files, the cache is empty."""
    file = tmp_path / "drawn.lock"
    file.write_text("".join(f"{jar.path} {jar.sha256} {jar.size}\n" for jar in repository.jars()))
    monkeypatch.setattr(lock, "LOCK_FILE", file)
    monkeypatch.setattr(jars_module, "cache_folder", lambda: tmp_path / "cache")
    return Settings(home=tmp_path / "home", maven=repository.address + "/")


def test_the_cache_is_filled_once(repository: Repository, drawn_lock: Settings) -> None:
    first = ensure_jars(drawn_lock, progress=False)
    asked = len(repository.asked)
    assert ensure_jars(drawn_lock, progress=False) == first
    assert (asked, len(repository.asked)) == (5, 5)


def test_an_altered_file_of_the_cache_is_fetched_again(repository: Repository, drawn_lock: Settings) -> None:
    jars = ensure_jars(drawn_lock, progress=False)
    jars[0].write_bytes(bytes(reversed(jars[0].read_bytes())))
    ensure_jars(drawn_lock, progress=False)
    assert jars[0].read_bytes() == repository.files[FIRST]
    assert len(repository.asked) == 6


def test_commands_that_come_at_once_fetch_once(
    repository: Repository, drawn_lock: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    repository.pause = 0.2
    threads = [threading.Thread(target=ensure_jars, args=(drawn_lock,), kwargs={"progress": True}) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(repository.asked) == 5
    assert "Fetching Neo4j" in capfd.readouterr().err


def test_ctrl_c_does_not_wait_for_a_silent_repository(repository: Repository, tmp_path: Path) -> None:
    repository.pause = 8.0
    code = "from kb.engine.jars import ensure_jars; from kb.settings import Settings; import sys; "
    code += "ensure_jars(Settings(maven=sys.argv[1]), progress=True)"
    command = [sys.executable, "-c", code, repository.address]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert "Fetching Neo4j" in process.stderr.readline()
        while repository.open == 0:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(10.0) != 0
    assert time.monotonic() - begun < 4.0
