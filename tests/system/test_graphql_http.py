"""The audit that comes with the GraphQL-over-HTTP specification, on the service with GET."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.house import serving
from tests.node import installed, ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not tried on Windows")
FILES = Path(__file__).parent / "graphql_http"


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit with what it needs."""
    return installed(FILES, tmp_path_factory.mktemp("audit") / "files")


def test_every_audit(audit: Path, own_home: Path, aside: Path) -> None:
    with serving(own_home, aside, KB_GET=1) as service:
        found = json.loads(ran("audit.mjs", service.url, cwd=audit))

    assert [one for one in found if one["status"] != "ok"] == []
    assert len(found) == 61
