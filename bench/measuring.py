"""What the benchmarks share: a `kb serve` of their own, memory, and verdicts on what was measured."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from kb.engine.state import State, read_state

HUB, TO = "hub:chn-guangdong-electronics", "VNM"
QUESTION = """
query Q($hub: ID!, $to: ID) {
  servicesFollowing(hub: $hub, to: $to) {
    totalCount unknownLinks asOf moved
    hub { id name } fromCountry { id name } toCountry { id name }
    priors { name value low high } caveats { code text }
    totals { category providerCount stakeUsd followUsd remoteUsd lostUsd verdicts { verdict count } }
    rows(first: 50) {
      provider { id name } service { id name category proximity }
      phi stake follow followLow followHigh remote lost stakeUsd followUsd remoteUsd lostUsd present
      agreement { id name } barredBy { id name } localisedBy { id name } conditions { id name }
      verdict basis unknownLinks
      evidence {
        basis
        nodes { id name sources { id title } }
        links {
          type from to since until basis rule confidence service sellerShare factor valueUsd sources { id title }
        }
        sources { id title url }
      }
    }
  }
}"""
BODY: dict[str, Any] = {"query": QUESTION, "variables": {"hub": HUB, "to": TO}}
KEPT = ("KB_ENGINE_JARS", "KB_MAVEN")
"""where this machine gets Neo4j from; no other setting of the caller counts"""
KB = Path(sys.executable).parent / ("kb.exe" if os.name == "nt" else "kb")


@dataclass
class Service:
    """A `kb serve` that has announced itself."""

    process: subprocess.Popen[bytes]
    home: Path
    url: str
    begun: float

    @property
    def state(self) -> State:
        """Its Neo4j's."""
        state = read_state(self.home)
        assert state is not None
        return state

    def ask(self) -> bytes:
        """The response to the question."""
        response = httpx.post(self.url, json=BODY, timeout=120.0).raise_for_status()
        assert "errors" not in response.json(), response.text[:500]
        return response.content

    def interrupt(self) -> float:
        """Ctrl-C; seconds to the prompt."""
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60.0)
        return time.perf_counter() - begun


def environment(settings: Mapping[str, Any]) -> dict[str, str]:
    """The caller's environment with these settings; no start-up cache is made unless they say so."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_") or name in KEPT}
    return {**kept, "_KB_ENGINE_TRAINING": "0", **{name: str(value) for name, value in settings.items()}}


@contextmanager
def serving(home: Path, **settings: Any) -> Iterator[Service]:
    """A `kb serve` on a free port; ended at the end, if it still runs."""
    home.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    with (home / "out.txt").open("wb") as out, (home / "err.txt").open("wb") as err:
        process = subprocess.Popen(
            [str(KB), "serve"],
            cwd=home,
            env=environment({"KB_HOME": home, "KB_PORT": 0, **settings}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    try:
        yield Service(process, home, _announced(process, home), begun)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(60.0)


def _announced(process: subprocess.Popen[bytes], home: Path) -> str:
    while process.poll() is None:
        found = re.search(r"http://\S+/graphql", (home / "out.txt").read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.02)
    raise SystemExit((home / "err.txt").read_text(encoding="utf-8"))


def memory(pid: int) -> tuple[float, float]:
    """MB of memory of a process: resident, and of it what no other process and no file has."""
    used = psutil.Process(pid).memory_full_info()
    return used.rss / 1e6, used.uss / 1e6


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


def tell(name: str, value: float, unit: str = "", *, most: float | None = None, least: float | None = None) -> None:
    """Print one number, and whether it is what was promised."""
    verdict = ""
    if most is not None:
        verdict = f"  <= {most:g}  " + ("ok" if value <= most else f"MISSED by {value / most - 1:.0%}")
    if least is not None:
        verdict = f"  >= {least:g}  " + ("ok" if value >= least else f"MISSED by {1 - value / least:.0%}")
    print(f"{name:62} {value:12,.2f} {unit:6}{verdict}", flush=True)


def tell_load() -> None:
    """Print how busy the machine is: it says how far the numbers can be believed."""
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
