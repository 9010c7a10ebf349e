"""The installed command `kb` as a process of its own, run from a folder that is not the checkout."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kb.engine.process import command_line
from kb.engine.state import State, read_state

HUB = "hub:chn-guangdong-electronics"
KEPT = {"KB_ENGINE_JARS", "KB_MAVEN"}
"""where this machine gets Neo4j from; no other setting of the caller counts"""
READY = "Ctrl-C ends everything."
QUESTION = """
query Q($hub: ID!, $to: ID) {
  servicesFollowing(hub: $hub, to: $to) {
    totalCount explore exploreUrl
    caveats { code text }
    rows(first: 1000) { provider { id name } service { id } stake follow verdict basis }
  }
}"""


def kb() -> str:
    """The command beside this Python."""
    return str(Path(sys.executable).parent / ("kb.exe" if os.name == "nt" else "kb"))


def environment(settings: Mapping[str, Any]) -> dict[str, str]:
    """The caller's environment with these settings and none of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_") or name in KEPT}
    return {**kept, "_KB_ENGINE_TRAINING": "0", **{name: str(value) for name, value in settings.items()}}


@dataclass
class Ran:
    """What a command that ended has said."""

    code: int
    out: str
    err: str


def run(*words: str | Path, cwd: Path, seconds: float = 240.0, **settings: Any) -> Ran:
    """Run `kb` with `words` and settings to its end."""
    done = subprocess.run(
        [kb(), *map(str, words)],
        cwd=cwd,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def good(*words: str | Path, cwd: Path, **settings: Any) -> str:
    """The standard output of a `kb` that must succeed."""
    ran = run(*words, cwd=cwd, **settings)
    assert ran.code == 0, f"{words}\n{ran.out}\n{ran.err}"
    return ran.out


def until(true: Callable[[], Any], seconds: float = 90.0, every: float = 0.05) -> Any:
    """What `true` gives, once that is something; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, f"not true within {seconds:g} s: {true}"
        time.sleep(every)
    return found


def alive(pid: int) -> bool:
    """Whether a process runs (one that has ended and is still listed does not)."""
    return command_line(pid) != ""


@dataclass
class Service:
    """A `kb serve` that answers."""

    process: subprocess.Popen[bytes]
    home: Path
    out: Path
    err: Path
    seconds: float
    """from its start to its announcement"""

    @property
    def said(self) -> str:
        """Its standard output."""
        return self.out.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it answers, by its own announcement."""
        found = re.search(r"http://\S+/graphql", self.said)
        assert found
        return found[0]

    @property
    def state(self) -> State:
        """Its Neo4j's."""
        state = read_state(self.home)
        assert state is not None
        return state

    def post(self, query: str = QUESTION, token: str | None = None, **variables: Any) -> httpx.Response:
        """The response to a query."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables or {"hub": HUB, "to": "VNM"}}
        return httpx.post(self.url, json=body, headers=headers, timeout=60.0)

    def answer(self) -> dict[str, Any]:
        """The answer to the main question, without errors."""
        found: dict[str, Any] = self.post().raise_for_status().json()
        assert "errors" not in found, found["errors"]
        answer: dict[str, Any] = found["data"]["servicesFollowing"]
        return answer

    def interrupt(self) -> float:
        """Ctrl-C; seconds to its end."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60.0)
        return time.monotonic() - begun


def started(home: Path, cwd: Path, **settings: Any) -> subprocess.Popen[bytes]:
    """A `kb serve` on a free port, whether it answers yet or not."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "out.txt").open("wb") as out, (home / "err.txt").open("wb") as err:
        return subprocess.Popen(
            [kb(), "serve"],
            cwd=cwd,
            env=environment({"KB_HOME": home, "KB_PORT": 0, **settings}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )


@contextmanager
def serving(home: Path, cwd: Path, **settings: Any) -> Iterator[Service]:
    """A `kb serve` that has announced itself; ended at the end."""
    begun = time.monotonic()
    process = started(home, cwd, **settings)
    out, err = home / "out.txt", home / "err.txt"

    def announced() -> bool:
        assert process.poll() is None, f"it ended with {process.returncode}\n{err.read_text(encoding='utf-8')}"
        return READY in out.read_text(encoding="utf-8")

    try:
        until(announced, 240.0)
        yield Service(process, home, out, err, time.monotonic() - begun)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=30.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
