"""The host's side of making Java's start-up cache: when to begin, and how to end it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import kb
from kb.engine.aot import is_wanted
from kb.engine.conf import write_private
from kb.engine.plan import Plan
from kb.engine.process import environment_of_host, spawn, stop

__all__ = ["Trainer"]


class Trainer:
    """Starts the making once, a while after Neo4j first answered; never outlives the host."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._due: float | None = None
        self._begun = plan.train_after is None
        self._process: subprocess.Popen[bytes] | None = None

    def tick(self) -> None:
        """To be called now and then while Neo4j answers."""
        if self._begun or self._plan.train_after is None:
            return
        now = time.monotonic()
        if self._due is None:
            self._due = now + self._plan.train_after
        elif now >= self._due:
            self._begun = True
            if is_wanted(self._plan):
                self._start()

    def _start(self) -> None:
        folder = Path(self._plan.home) / "neo4j"
        plan_file = folder / "conf" / "plan.json"
        write_private(plan_file, self._plan.to_json())
        environment = environment_of_host(Path(kb.__file__).parent.parent, os.environ)
        command = [sys.executable, "-P", "-m", "kb.engine.train", str(plan_file)]
        with (folder / "logs" / "training.log").open("wb") as output:
            self._process = spawn(command, cwd=folder, output=output, more=environment)

    def ask_to_end(self) -> None:
        """Begin to end it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def close(self) -> None:
        """Have it ended."""
        if self._process is not None:
            stop(self._process, patience=2.0)
