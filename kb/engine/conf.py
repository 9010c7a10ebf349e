"""Neo4j's configuration file and Java's argument file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["MAIN", "java_arguments", "neo4j_conf", "write_private"]

MAIN = "org.neo4j.server.Neo4jCommunity"

_FIXED = {
    "server.default_listen_address": "127.0.0.1",
    "server.https.enabled": "false",
    # Else it looks for others of its kind on the network and reports its use.
    "server.fleet_discovery.enabled": "false",
    "dbms.fleet_manager.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    # It stops in 0.3 s, not 10.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    # An empty database takes 2 MB of disk, not 515, and does not grow with every load.
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.size": "64M",
    "db.tx_log.rotation.retention_policy": "2 files",
    "server.memory.pagecache.size": "128m",
    "server.logs.debug.enabled": "true",
    "db.logs.query.enabled": "OFF",
}


def neo4j_conf(bolt: int, http: int, *, authentication: bool = True, mend: bool = False) -> str:
    """The text of `neo4j.conf` for these two ports on the loopback address.

    With `mend`, a transaction that a full disk cut off in the middle of its log entry is dropped; nobody was told
    that it was written. Without, Neo4j would refuse the whole database.
    """
    settings = {
        **_FIXED,
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.http.advertised_address": f"127.0.0.1:{http}",
        # By default every web page may ask; Neo4j Browser comes from this very address and needs no leave.
        "dbms.security.http_access_control_allow_origin": f"http://127.0.0.1:{http}",
        # On, although only this machine can connect: every page in the user's browser can connect too.
        "dbms.security.auth_enabled": str(authentication).lower(),
    }
    if mend:
        settings["internal.dbms.tx_log.fail_on_corrupted_log_files"] = "false"
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def java_arguments(jars: Sequence[str], *, memory: str, extra: Sequence[str] = ()) -> str:
    """The text of Java's argument file; it keeps 30 kB of class path off the command line."""
    separator = ";" if ":\\" in jars[0] else ":"
    options = [
        f"-Xmx{memory}",
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        # A small heap: it starts sooner and takes less beside it than the collector for large ones.
        *(["-XX:+UseSerialGC"] if memory.endswith("m") else []),
        # Every jar is checked by its hash, and checking each class again takes a second of a start.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote",
        "-Dfile.encoding=UTF-8",
        *extra,
        "-cp",
        separator.join(jars),
    ]
    return "".join(f"{_quoted(option)}\n" for option in options)


def _quoted(option: str) -> str:
    return '"' + option.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_private(file: Path, text: str) -> None:
    """Write `file` so that only its owner can read it, whole or not at all."""
    new = file.with_name(file.name + ".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(text, encoding="utf-8")
    new.replace(file)
