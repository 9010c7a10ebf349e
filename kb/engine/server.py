"""Neo4j itself, a Java process: started, watched, started again when it dies, stopped."""

from __future__ import annotations

import secrets
import subprocess
import time
from pathlib import Path

from kb.engine import ports
from kb.engine.aot import aot_file
from kb.engine.conf import MAIN, java_arguments, neo4j_conf, write_private
from kb.engine.failures import check_space, explain, last_errors
from kb.engine.plan import Plan
from kb.engine.process import spawn, stop
from kb.engine.state import password_file
from kb.errors import PortTaken, StartFailed

__all__ = ["Server"]

RESTARTS, WITHIN = 30, 600.0
"""that many restarts in that many seconds are taken for hopeless"""
ATTEMPTS = 5
"""starts in a row that may fail, once it has run"""


class Server:
    """One Neo4j, on the same ports and with the same password through every restart."""

    def __init__(self, plan: Plan, *, wanted_bolt: int, wanted_http: int) -> None:
        self.plan = plan
        self.home = Path(plan.home)
        self.folder = self.home / "neo4j"
        self._aot: Path | None = None
        self.bolt = ports.choose((wanted_bolt, 7687))
        self.http = ports.choose((wanted_http, 7474), but=self.bolt)
        self.ready = False
        self._ran = False
        self._failed = 0
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = 0.0
        self._next_start = 0.0

    @property
    def pid(self) -> int:
        """Of Java."""
        return self._process.pid if self._process else 0

    def prepare(self) -> None:
        """Folders and, before the first start, the password."""
        check_space(self.home)
        for name in ("conf", "logs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        password = password_file(self.home)
        if (self.folder / "data" / "databases" / "system").exists():
            if not password.exists():
                raise StartFailed(
                    f"The password file {password.name} is missing from the folder.",
                    hint="Put it back, or name another folder with KB_HOME.",
                )
            return
        if not password.exists():
            write_private(password, secrets.token_urlsafe(24))
        self._set_password(password.read_text(encoding="utf-8").strip())

    def _set_password(self, password: str) -> None:
        (self.folder / "data" / "dbms" / "auth.ini").unlink(missing_ok=True)
        words = self.folder / "conf" / "initial-password.args"
        arguments = self.folder / "conf" / "admin.args"
        homes = [f"-Dneo4j.home={self.folder}", "-XX:TieredStopAtLevel=1"]
        write_private(words, f"set-initial-password\n{password}\n")
        write_private(arguments, java_arguments(self.plan.jars, memory="64m", extra=homes))
        command = [self.plan.java, f"@{arguments}", "org.neo4j.cli.AdminTool", "dbms", f"@{words}"]
        self._write_conf()
        with (self.folder / "logs" / "console.log").open("wb") as output:
            process = spawn(command, cwd=self.folder, output=output, more={"NEO4J_HOME": str(self.folder)})
            try:
                code = process.wait(60)
            except subprocess.TimeoutExpired:
                code = None
                stop(process, patience=1)
        words.unlink()
        if code != 0:
            raise explain(last_errors(self.home), self.home, code=code)

    def _write_conf(self) -> None:
        write_private(self.folder / "conf" / "neo4j.conf", neo4j_conf(self.bolt, self.http))

    def start(self) -> None:
        """Start Java; `tick` tells when it answers."""
        check_space(self.home)
        self._write_conf()
        found = aot_file(self.plan)
        self._aot = found if found.exists() else None
        extra = [f"-XX:AOTCache={found}", "-Xlog:disable"] if self._aot else []
        arguments = self.folder / "conf" / "java.args"
        write_private(arguments, java_arguments(self.plan.jars, memory=self.plan.memory, extra=extra))
        command = [self.plan.java, f"@{arguments}", MAIN, "--console-mode"]
        command += [f"--home-dir={self.folder}", f"--config-dir={self.folder / 'conf'}"]
        with (self.folder / "logs" / "console.log").open("wb") as output:
            self._process = spawn(command, cwd=self.folder, output=output)
        self._deadline = time.monotonic() + self.plan.deadline
        self.ready = False

    def tick(self) -> bool:
        """Look after Java; whether something changed (it answers now, or it was started again).

        Raises one of our errors when it cannot be kept running.
        """
        now = time.monotonic()
        if self._process is None:
            if now < self._next_start:
                return False
            self.start()
            return True
        code = self._process.poll()
        if code is not None:
            self._died(code, now)
            return False
        if self.ready:
            return False
        if ports.answers_bolt(self.bolt):
            self.ready = self._ran = True
            self._failed = 0
            return True
        if now > self._deadline:
            raise explain(last_errors(self.home), self.home)
        return False

    def _died(self, code: int, now: float) -> None:
        """Have it started again, or raise why not."""
        self._process = None
        cause = explain(last_errors(self.home), self.home, code=code)
        if self.ready:
            self._deaths = [death for death in self._deaths if now - death < WITHIN] + [now]
            if len(self._deaths) > RESTARTS:
                raise StartFailed(f"Neo4j ended {RESTARTS} times in {WITHIN / 60:.0f} minutes.")
        else:
            self._failed += 1
            may_retry = self._ran or isinstance(cause, PortTaken)
            if not may_retry or self._failed >= ATTEMPTS:
                raise cause
            if not self._ran:
                self.bolt = ports.choose((7687,))
                self.http = ports.choose((7474,), but=self.bolt)
        self.ready = False
        self._next_start = now + 0.5 * self._failed

    def stop(self) -> None:
        """End Java; what is acknowledged is on the disk."""
        if self._process is not None:
            stop(self._process)
