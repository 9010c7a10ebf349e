"""From `kb serve` to the first answer, and from Ctrl-C to the prompt: on a new machine, later, with the start-up cache.

    python bench/bench_start.py [starts]

The cache folder is a new one, so the first start fetches Neo4j (from where KB_MAVEN says, if it is set). Later starts
take turns with a bare `java` that runs the same Neo4j on the same folder until it answers its first statement.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import neo4j
from measuring import HUB, KB, TO, environment, median, memory, serving, tell, tell_load

from kb.engine.conf import MAIN
from kb.engine.plan import java_program
from kb.engine.state import password_file


def first_start(home: Path, cache: dict[str, Any]) -> None:
    """A machine that has nothing: fetch, start, load, answer."""
    with serving(home, **cache) as service:
        announced = time.perf_counter() - service.begun
        service.ask()
        tell("first start to the announcement", announced, "s")
        tell("first start to the first answer", time.perf_counter() - service.begun, "s", most=45)
        tell_memory("after the load", service.process.pid, service.state.java_pid)
        tell("kb ask beside it", _seconds(["ask", "servicesFollowing", "--hub", HUB, "--to", TO], home, cache), "s")
        tell("Ctrl-C to the prompt, after the load", service.interrupt(), "s", most=2)


def _seconds(words: list[str], home: Path, cache: dict[str, Any]) -> float:
    settings = environment({"KB_HOME": home, **cache})
    begun = time.perf_counter()
    subprocess.run([str(KB), *words], cwd=home, env=settings, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def tell_memory(when: str, service: int, java: int) -> None:
    """Print what the two processes take."""
    for name, pid, most in (("the service", service, 200), ("Neo4j", java, 900)):
        resident, own = memory(pid)
        tell(f"{name}, {when}: resident", resident, "MB", most=most)
        tell(f"{name}, {when}: its own", own, "MB")


def later_starts(home: Path, cache: dict[str, Any], starts: int, name: str, most: float) -> None:
    """A folder that is loaded, in turn with a bare Java."""
    ours, bare, ends = [], [], []
    for number in range(starts):
        with serving(home, **cache) as service:
            service.ask()
            ours.append(time.perf_counter() - service.begun)
            bolt = service.state.bolt
            if number == 0:
                tell_memory(name, service.process.pid, service.state.java_pid)
            ends.append(service.interrupt())
        bare.append(_bare(home, bolt))
    tell(f"later start to the first answer, {name}, median of {starts}", median(ours), "s", most=most)
    tell(f"bare java to its first statement, {name}", median(bare), "s")
    tell(f"later start / bare java, {name}", median(ours) / median(bare))
    tell(f"Ctrl-C to the prompt, {name}", median(ends), "s", most=2)


def _bare(home: Path, bolt: int) -> float:
    """Seconds that the same Java takes by itself: same jars, settings, folder; nobody beside it."""
    folder = home / "neo4j"
    command = [java_program(), f"@{folder / 'conf' / 'java.args'}", MAIN, "--console-mode"]
    command += [f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
    password = password_file(home).read_text(encoding="utf-8").strip()
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{bolt}", auth=("neo4j", password)) as driver:
            while not _answers(driver):
                assert process.poll() is None, "the bare java ended"
                time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(30)


def _answers(driver: neo4j.Driver) -> bool:
    try:
        with driver.session(database="neo4j") as session:
            session.run("MATCH (n:Entity) RETURN count(n)").consume()
        return True
    except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
        return False


def make_cache(home: Path, cache: dict[str, Any]) -> bool:
    """Serve until the start-up cache is made in the background; whether it was."""
    begun = time.perf_counter()
    with serving(home, **cache, _KB_ENGINE_TRAINING=1):
        while time.perf_counter() - begun < 300:
            if next(Path(cache["XDG_CACHE_HOME"]).rglob("*.aot"), None):
                tell("start to the end of the making of the start-up cache", time.perf_counter() - begun, "s")
                return True
            time.sleep(0.5)
    return False


def main() -> None:
    """Start and stop."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        home, cache = Path(folder) / "home", {"XDG_CACHE_HOME": Path(folder) / "cache"}
        tell_load()
        first_start(home, cache)
        later_starts(home, cache, starts, "without a start-up cache", 9)
        if make_cache(home, cache):
            later_starts(home, cache, starts, "with the start-up cache", 5)
        else:
            print("the start-up cache was not made (1 GB of memory and of disk must be free)")


if __name__ == "__main__":
    main()
