"""Loading the CSV form through all checks, against a bare UNWIND/MERGE of the same rows on the same Neo4j.

    python bench/bench_load.py [rows …]

Nodes and links are drawn into a folder and loaded by a process of its own, as `kb load csv` does it; its largest
memory is read at the end. The bare way gets the rows from memory and judges nothing; constraints and
indexes are the same.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import psutil
from measuring import environment, tell, tell_load

from kb.db import Database
from kb.load.facts import Facts
from kb.load.opening import open_as_is
from kb.load.run import load_folder
from kb.records import chunks
from kb.settings import Settings

ROLES = ("Supplier", "FinancialServiceProvider", "TechServiceProvider")
NODES = """UNWIND $rows AS row
MERGE (n:Organisation {id: row.id}) SET n = row, n:Entity"""
LINKS = """UNWIND $rows AS row
MATCH (a:Organisation {id: row.from}) MATCH (b:Organisation {id: row.to})
MERGE (a)-[l:SUPPLIES]->(b) SET l = row.props"""
BATCH = 5_000
SOURCE = Facts({"Source": [{"id": "source:bench", "name": "Drawn", "title": "Drawn"}]})


def firms(count: int) -> Iterator[dict[str, Any]]:
    """Rows of Organisation."""
    chance = random.Random(1)
    for n in range(count):
        name = f"{chance.choice(('Delta', 'Lotus', 'Jade', 'Orient', 'Nord'))} {chance.randrange(10**6)} Holding {n}"
        yield {
            "id": f"org:drawn-{n}",
            "name": name,
            "aliases": [f"{name} Ltd", f"DRAWN{n:08}"],
            "roles": [chance.choice(ROLES)],
            "sources": ["source:bench"],
        }


def supplies(count: int) -> Iterator[dict[str, Any]]:
    """Rows of SUPPLIES, no two of one pair: everyone supplies the firm so many places on."""
    chance = random.Random(2)
    for n in range(count):
        yield {
            "from": f"org:drawn-{n}",
            "to": f"org:drawn-{(n * 7 + 1) % count}",
            "since": "2018-01-01",
            "basis": "OBSERVED",
            "sources": ["source:bench"],
            "confidence": round(chance.random(), 3),
            "value_usd": float(chance.randrange(10**7)),
        }


def draw(folder: Path, part: str, name: str, rows: Iterator[dict[str, Any]]) -> Path:
    """A folder in the CSV form with one file."""
    (folder / part).mkdir(parents=True)
    first = next(rows)
    with (folder / part / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(first)
        for row in chain([first], rows):
            writer.writerow("|".join(value) if isinstance(value, list) else value for value in row.values())
    return folder


def load(folder: Path, home: Path) -> tuple[float, float]:
    """Seconds and MB that a process of its own needs to load a folder into the running Neo4j."""
    command = [sys.executable, __file__, "--load", str(folder), str(home)]
    done = subprocess.run(command, env=environment({}), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, most = map(float, done.stdout.split())
    return seconds, most


def loading(folder: Path, home: Path) -> None:
    """What that process does."""
    with open_as_is(Settings(home=home), progress=False) as base:
        begun = time.perf_counter()
        load_folder(base, folder, progress=False)
        seconds = time.perf_counter() - begun
    print(seconds, _most())


def _most() -> float:
    """MB that this process had at most; what the one that started it had is not in it."""
    status = Path("/proc/self/status")
    if status.exists():
        found = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(found[0]) * 1024 / 1e6
    return psutil.Process().memory_info().rss / 1e6


def bare(base: Database, text: str, rows: Iterator[dict[str, Any]]) -> float:
    """Seconds of the bare statement; making the rows does not count."""
    seconds = 0.0
    for batch in chunks(rows, BATCH):
        begun = time.perf_counter()
        base.change(text, {"rows": batch})
        seconds += time.perf_counter() - begun
    return seconds


def _records(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"from": row.pop("from"), "to": row.pop("to"), "props": row}


def measure(base: Database, home: Path, count: int, folder: Path) -> None:
    """Both ways, for `count` nodes and as many links."""
    nodes = draw(folder / "a", "nodes", "Organisation", firms(count))
    links = draw(folder / "b", "links", "SUPPLIES", supplies(count))
    base.write(SOURCE)
    node_seconds, node_most = load(nodes, home)
    link_seconds, link_most = load(links, home)
    stood, drawn = base.counts()
    assert stood["Organisation"] == drawn["SUPPLIES"] == count
    base.clear()
    bare_nodes = count / bare(base, NODES, firms(count))
    bare_links = count / bare(base, LINKS, _records(supplies(count)))
    while base.change("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*) AS gone")[0]["gone"]:
        pass
    tell(f"{count:,} nodes through all checks", count / node_seconds, "/s", least=6_000)
    tell(f"{count:,} nodes, bare", bare_nodes, "/s")
    tell(f"{count:,} nodes, through all checks / bare", count / node_seconds / bare_nodes, least=round(60 / 95, 2))
    tell(f"{count:,} links through all checks", count / link_seconds, "/s", least=12_000)
    tell(f"{count:,} links, bare", bare_links, "/s")
    tell(f"{count:,} links, through all checks / bare", count / link_seconds / bare_links, least=round(120 / 168, 2))
    tell(f"{count:,} nodes, then links: most memory", max(node_most, link_most), "MB")


def main() -> None:
    """Load, ever more."""
    if sys.argv[1:2] == ["--load"]:
        return loading(Path(sys.argv[2]), Path(sys.argv[3]))
    counts = [int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        home = Path(folder) / "home"
        with open_as_is(Settings(home=home), progress=False) as base:
            print("to warm up:")
            for number, count in enumerate([5_000, *counts]):
                measure(base, home, count, Path(folder) / str(number))
                tell_load()
    return None


if __name__ == "__main__":
    main()
