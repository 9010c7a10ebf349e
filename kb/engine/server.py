"""Neo4j itself, a Java process: started, watched, started again when it dies, stopped."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from kb.engine import ports
from kb.engine.aot import aot_file
from kb.engine.conf import MAIN, java_arguments, neo4j_conf, write_private
from kb.engine.failures import check_space, explain, has_torn_log, last_errors
from kb.engine.health import NOT_THERE, UNAVAILABLE, Probe, needs_restart
from kb.engine.plan import Plan
from kb.engine.process import spawn, stop
from kb.errors import KbError, NoSpace, PortTaken, StartFailed, WrongPassword

__all__ = ["Server"]

RESTARTS, WITHIN = 30, 600.0
"""that many restarts in that many seconds are taken for hopeless"""
ATTEMPTS = 5
"""starts in a row that may fail, once it has run"""
CHECK_EVERY = 5.0
"""seconds between two questions whether the database is well"""
UNANSWERED = 3
"""such questions in a row that stay without an answer: Java lives, but is of no use any more"""
_LISTENS = "Remote interface available at"


class Server:
    """One Neo4j, on the same ports and with the same password through every restart."""

    def __init__(self, plan: Plan, *, bolt: int, http: int) -> None:
        self.plan = plan
        self.home = Path(plan.home)
        self.folder = self.home / "neo4j"
        self.bolt = self.http = 0
        self._choose_ports(bolt, http)
        self.password = ""
        self.ready = False
        self.trouble: KbError | None = None
        """what keeps it from being started again"""
        self._ran = False
        self._failed = 0
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._probe = Probe(plan.patience)
        self._unanswered = 0
        self._aot: Path | None = None
        self._mend = False
        self._since = ""
        self._deadline = self._next = 0.0

    @property
    def pid(self) -> int:
        """Of Java."""
        return self._process.pid if self._process else 0

    def _choose_ports(self, bolt: int, http: int) -> None:
        """Those of the last time, the usual ones, or any that are free."""
        claims = Path(self.plan.cache)
        self.bolt = ports.choose((bolt, 7687), claims=claims)
        self.http = ports.choose((http, 7474), but=self.bolt, claims=claims)

    def start(self) -> None:
        """Start Java; `tick` tells when it answers."""
        check_space(self.home)
        write_private(self.folder / "conf" / "neo4j.conf", neo4j_conf(self.bolt, self.http, mend=self._mend))
        found = aot_file(self.plan)
        self._aot = found if found.exists() else None
        extra = [f"-XX:AOTCache={found}", "-Xlog:disable"] if self._aot else []
        arguments = self.folder / "conf" / "java.args"
        write_private(arguments, java_arguments(self.plan.jars, memory=self.plan.memory, extra=extra))
        command = [self.plan.java, f"@{arguments}", MAIN, "--console-mode"]
        command += [f"--home-dir={self.folder}", f"--config-dir={self.folder / 'conf'}"]
        with (self.folder / "logs" / "console.log").open("wb") as output:
            self._process = spawn(command, cwd=self.folder, output=output)
        self._since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        self._deadline = time.monotonic() + self.plan.deadline
        self._probe = Probe(self.plan.patience)
        self._unanswered = 0
        self.ready = False
        self.trouble = None

    def tick(self) -> bool:
        """Look after Java; whether something changed (it answers now, or it was started again).

        Raises one of our errors when it cannot be kept running.
        """
        now = time.monotonic()
        if self._process is None:
            return now >= self._next and self._start_again(now)
        code = self._process.poll()
        if code is not None:
            self._died(code, now)
            return False
        return self._stay_well(now) if self.ready else self._await_answer(now)

    def _start_again(self, now: float) -> bool:
        try:
            self.start()
        except NoSpace as error:
            if not self._ran:
                raise
            self.trouble = error
            self._next = now + 2.0  # whoever makes room finds it running again
            return False
        return True

    def _await_answer(self, now: float) -> bool:
        answer = self._probe.take()
        if answer == "":
            self.ready = self._ran = True
            self._failed = 0
            self._mend = False
            self._next = now + CHECK_EVERY
            return True
        if answer is not None and answer.startswith("Neo.ClientError.Security."):
            hint = "Put the file back that was there, or name another folder with KB_HOME."
            raise WrongPassword("Neo4j refuses the password in the folder's password file.", hint=hint)
        if answer == UNAVAILABLE and not self._mend and has_torn_log(last_errors(self.home, self._since)):
            self._mend = True
            self.stop()
            self._process, self._next = None, now
            return False
        if now > self._deadline:
            raise explain(last_errors(self.home, self._since), self.home)
        if self._listens():
            self._probe.begin(self.http, self.password)
        return False

    def _listens(self) -> bool:
        """Whether Java itself says that it has the ports; what answers there could be another's."""
        return _LISTENS in (self.folder / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")

    def _stay_well(self, now: float) -> bool:
        """Ask now and then; one that has given up or is silent is stopped, and started again once there is room."""
        answer = self._probe.take()
        if answer is not None:
            self._unanswered = self._unanswered + 1 if answer == NOT_THERE else 0
            self._mend = self._mend or needs_restart(answer)
            if self._mend or self._unanswered >= UNANSWERED:
                self.stop(patience=2.0)
                return False
        if now >= self._next:
            self._next = now + CHECK_EVERY
            self._probe.begin(self.http, self.password)
        return False

    def _died(self, code: int, now: float) -> None:
        """Have it started again, or raise why not."""
        self._process = None
        cause = explain(last_errors(self.home, self._since), self.home, code=code)
        if self.ready:
            self.ready = False
            self._deaths = [death for death in self._deaths if now - death < WITHIN] + [now]
            if len(self._deaths) > RESTARTS:
                raise StartFailed(f"Neo4j ended {RESTARTS} times in {WITHIN / 60:.0f} minutes.")
            self._next = now
            return
        self._failed += 1
        if not self._may_retry(cause) or self._failed >= ATTEMPTS:
            raise cause
        if not self._ran:
            self._choose_ports(0, 0)
        self._next = now + 0.5 * self._failed

    def _may_retry(self, cause: KbError) -> bool:
        if self._aot is not None and isinstance(cause, StartFailed):
            self._aot.unlink(missing_ok=True)  # it may be what Java stumbles over
            return True
        return self._ran or isinstance(cause, PortTaken)

    def stop(self, *, patience: float = 8.0) -> None:
        """End Java, by force after `patience` seconds; what is acknowledged is on the disk."""
        if self._process is not None:
            stop(self._process, patience=patience)
