"""The password of a folder's Neo4j: random, set before the first start, in a file that only the owner can read."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

from kb.engine.conf import java_arguments, neo4j_conf, write_private
from kb.engine.failures import explain, last_errors
from kb.engine.plan import Plan
from kb.engine.process import spawn, stop
from kb.engine.state import password_file
from kb.errors import StartFailed

__all__ = ["new_password", "prepare_password"]


def prepare_password(plan: Plan) -> str:
    """The folder's password; made and given to Neo4j when the folder is new."""
    home = Path(plan.home)
    file = password_file(home)
    if (home / "neo4j" / "data" / "databases" / "system").exists():
        if not file.exists():
            hint = "Put it back, or name another folder with KB_HOME."
            raise StartFailed(f"The folder has a Neo4j, but its file {file.name!r} is missing.", hint=hint)
        return file.read_text(encoding="utf-8").strip()
    for name in ("conf", "logs"):
        (home / "neo4j" / name).mkdir(parents=True, exist_ok=True)
    if not file.exists():
        write_private(file, new_password() + "\n")
    password = file.read_text(encoding="utf-8").strip()
    _set(plan, home, password)
    return password


def new_password() -> str:
    """A random password. Letters and digits only: Neo4j's tool takes one that starts with a hyphen for an option."""
    return secrets.token_hex(24)


def _set(plan: Plan, home: Path, password: str) -> None:
    """Let Neo4j's own tool do it; the password goes through a file, not the process list."""
    folder = home / "neo4j"
    (folder / "data" / "dbms" / "auth.ini").unlink(missing_ok=True)
    words, arguments = folder / "conf" / "password.args", folder / "conf" / "admin.args"
    write_private(words, f"set-initial-password\n{password}\n")
    write_private(arguments, java_arguments(plan.jars, memory="64m", extra=["-XX:TieredStopAtLevel=1"]))
    write_private(folder / "conf" / "neo4j.conf", neo4j_conf(7687, 7474))
    command = [plan.java, f"@{arguments}", "org.neo4j.cli.AdminTool", "dbms", f"@{words}"]
    with (folder / "logs" / "console.log").open("wb") as output:
        process = spawn(command, cwd=folder, output=output, more={"NEO4J_HOME": str(folder)})
    try:
        code: int | None = process.wait(min(60.0, plan.deadline))
    except subprocess.TimeoutExpired:
        code = None
        stop(process, patience=1.0)
    words.unlink()
    if code != 0:
        raise explain(last_errors(home), home, code=code)
