"""What `kb doctor` looks at."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

import kb
from kb import ddl
from kb.db import Database
from kb.engine.jars import jars_folder, missing_jars
from kb.errors import KbError
from kb.settings import Settings

__all__ = ["Finding", "findings"]

_GIB = 2**30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, what was found, and what to do where it is not good."""

    name: str
    found: str
    good: bool = True
    hint: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything, one after the other; nothing is changed, but Neo4j is started if need be."""
    yield Finding("version", f"supplymesh {kb.__version__}")
    yield from _machine(settings)
    if settings.uri is None:
        yield _jars(settings)
    yield from _graph(settings)


def _machine(settings: Settings) -> Iterator[Finding]:
    folder = settings.home.absolute()
    existing = next(up for up in (folder, *folder.parents) if up.exists())
    free = shutil.disk_usage(existing).free
    yield Finding("folder", str(folder), hint="")
    yield Finding(
        "free space", f"{free / _GIB:.1f} GiB", free > _GIB, "Make room, or name another folder with KB_HOME."
    )
    memory = psutil.virtual_memory().available
    wanted = memory > _GIB or settings.uri is not None
    yield Finding(
        "free memory", f"{memory / _GIB:.1f} GiB", wanted, "Neo4j needs about 0.9 GiB; KB_URI names one elsewhere."
    )
    yield _port(settings)


def _port(settings: Settings) -> Finding:
    name = f"port {settings.port}"
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return Finding(name, "in use: a service runs already, or another program has it", True)
    return Finding(name, "free")


def _jars(settings: Settings) -> Finding:
    folder = settings.engine_jars or jars_folder(settings)
    missing = missing_jars(Path(folder))
    found = f"{folder}: " + (f"{len(missing)} files are missing" if missing else "all files are there")
    hint = "The next start fetches what is missing; without a network KB_ENGINE_JARS names a full folder."
    return Finding("Neo4j's files", found, settings.engine_jars is None or not missing, hint)


def _graph(settings: Settings) -> Iterator[Finding]:
    try:
        with Database.open(settings) as base:
            (server,) = base.read("reads/server")
            version = f"{server['version']} {server['edition']}"
            yield Finding("Neo4j", f"{version} at {base.engine.uri}, user {base.engine.user}")
            if base.engine.http_url:
                yield Finding("Neo4j Browser", f"{base.engine.http_url}, password in {base.engine.password_file}")
            yield _constraints(base)
            nodes, links = base.counts()
            total = f"{sum(nodes.values()):,} nodes, {sum(links.values()):,} links"
            yield Finding("knowledge base", total, bool(nodes), "It is empty: `kb load starter`.")
            for name, count in (*nodes.items(), *links.items()):
                yield Finding(f"  {name}", f"{count:,}")
    except KbError as error:
        yield Finding("Neo4j", str(error.args[0]), False, error.hint)


def _constraints(base: Database) -> Finding:
    wanted = {name for text in ddl.schema() for name in re.findall(r"(?:CONSTRAINT|INDEX) (\w+) IF", text)}
    ready = {row["name"] for row in base.read("reads/indexes") if row["state"] == "ONLINE"}
    missing = sorted(wanted - ready)
    found = f"{len(wanted) - len(missing)} of {len(wanted)} constraints and indexes"
    return Finding("schema", found, not missing, "`kb serve` and every `kb load` make what is missing.")
