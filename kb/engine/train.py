"""`python -m kb.engine.train PLAN`: make Java's start-up cache, at the lowest priority, on a throw-away Neo4j.

Not from the Neo4j that serves, since its exit would take 15 s. Takes 25 s, 460 MB of memory and 177 MB of disk.
It ends with its host, and its Java ends with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from kb.engine import filelock, ports
from kb.engine.aot import ROOM, aot_file, failed_file
from kb.engine.conf import MAIN, java_arguments, neo4j_conf
from kb.engine.failures import check_space
from kb.engine.plan import Plan
from kb.engine.process import spawn
from kb.errors import KbError

__all__: list[str] = []

_STATEMENTS = (
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:A) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX IF NOT EXISTS FOR (n:A) ON (n.name, n.id)",
    "CREATE FULLTEXT INDEX warm IF NOT EXISTS FOR (n:A) ON EACH [n.name]",
    "UNWIND range(1, 500) AS i MERGE (n:A {id: toString(i)}) SET n.name = 'n' + i, n.since = date('2020-01-01')",
    "UNWIND range(1, 500) AS i MATCH (a:A {id: toString(i)}), (b:A {id: toString(i % 7 + 1)}) MERGE (a)-[:R]->(b)",
    "MATCH (n:A) WHERE n.id > '3' WITH n ORDER BY n.name, n.id LIMIT 10 "
    "RETURN collect([n.id, COLLECT { MATCH (n)-[r:R]->(m) WITH m ORDER BY m.id LIMIT 3 RETURN [m.id] }]) AS rows",
    "CALL db.index.fulltext.queryNodes('warm', 'n1~') YIELD node, score RETURN node.id, score LIMIT 3",
    "CALL db.labels() YIELD label RETURN collect(label)",
)


class _Ended(Exception):
    """The host has gone, or a step took too long."""


def main() -> int:
    """Make the cache unless another process is at it; 0 also when there is nothing to do."""
    plan = Plan.from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
    signal.signal(signal.SIGTERM, _end)
    if hasattr(os, "nice"):
        os.nice(19)
    cache = Path(plan.cache)
    target = aot_file(plan)
    cache.mkdir(parents=True, exist_ok=True)
    if filelock.acquire(cache / "aot.lock") is None or target.exists():
        return 0
    for leftover in cache.glob("training-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="training-", dir=cache))
    try:
        check_space(cache, ROOM)
        _make(plan, folder, target)
    except KbError:
        return 0
    except _Ended as error:
        failed_file(plan).write_text(f"{error}\n", encoding="utf-8")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(1)


def _make(plan: Plan, folder: Path, target: Path) -> None:
    """Record a run of Neo4j, build the cache from the record, and put it in its place."""
    record, cache = folder / "record", folder / "cache"
    _record(plan, folder, record)
    _java(plan, folder, ["-XX:AOTMode=create", f"-XX:AOTConfiguration={record}", f"-XX:AOTCache={cache}"])
    if not cache.exists():
        raise _Ended("Java made no cache.")
    for old in target.parent.glob(f"{target.name.rsplit('-', 1)[0]}-*"):
        old.unlink()
    cache.replace(target)


def _record(plan: Plan, folder: Path, record: Path) -> None:
    bolt = ports.choose(())
    http = ports.choose((), but=bolt)
    (folder / "conf").mkdir()
    (folder / "conf" / "neo4j.conf").write_text(neo4j_conf(bolt, http, authentication=False), encoding="utf-8")
    options = ["-XX:AOTMode=record", f"-XX:AOTConfiguration={record}"]
    _java(plan, folder, options, work=bolt)
    if not record.exists():
        raise _Ended("Java recorded nothing.")


def _java(plan: Plan, folder: Path, options: list[str], *, work: int = 0, patience: float = 300.0) -> None:
    """Run Java to its end; with `work`, the Bolt port, let it work and ask it to end."""
    arguments = folder / "java.args"
    extra = [*options, "-Xlog:disable"]
    arguments.write_text(java_arguments(plan.jars, memory="512m", extra=extra), encoding="utf-8")
    command = [plan.java, f"@{arguments}", MAIN, "--console-mode", f"--home-dir={folder}"]
    with (folder / "console.log").open("ab") as output:
        process = spawn([*command, f"--config-dir={folder / 'conf'}"], cwd=folder, output=output)
    parent, deadline = os.getppid(), time.monotonic() + patience
    try:
        if work:
            while not ports.answers_bolt(work):
                _check(process, parent, deadline)
            _exercise(work)
            process.terminate()
        while process.poll() is None:
            if os.getppid() != parent or time.monotonic() > deadline:
                raise _Ended("It took too long.")
            time.sleep(0.2)
    finally:
        process.kill()
        process.wait()


def _check(process: subprocess.Popen[bytes], parent: int, deadline: float) -> None:
    if process.poll() is not None or os.getppid() != parent or time.monotonic() > deadline:
        raise _Ended("Neo4j did not start.")
    time.sleep(0.2)


def _exercise(bolt: int) -> None:
    """What a service asks of it first."""
    import neo4j

    with neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{bolt}", notifications_min_severity="OFF") as driver:
        for statement in _STATEMENTS:
            driver.execute_query(statement, database_="neo4j")


if __name__ == "__main__":
    sys.exit(main())
