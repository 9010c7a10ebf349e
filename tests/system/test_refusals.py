"""What `kb` refuses to start with: it says why and what to do, and leaves nothing running."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

from kb.engine.state import read_state
from tests.house import HUB, QUESTION, Service, run, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not tried on Windows")
ASK = ("ask", "servicesFollowing", "--hub", HUB)


def test_a_port_in_use(tmp_path: Path, aside: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = run("serve", "--port", str(port), cwd=aside, KB_HOME=tmp_path / "home")
    assert (ran.code, ran.out) == (1, "")
    assert str(port) in ran.err
    assert "--port" in ran.err
    assert not (tmp_path / "home").exists(), "Neo4j was not started for nothing"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"KB_HOST": "0.0.0.0"}, ("KB_HOST", "KB_TOKEN")),
        ({"KB_HOST": "192.0.2.7", "KB_TOKEN": "t"}, ("192.0.2.7", "KB_HOST")),
        ({"KB_PORT": "80a"}, ("KB_PORT", "80a")),
        ({"KB_STARTER": "no"}, ("KB_STARTER", "0 or")),
        ({"KB_LOG": "loud"}, ("KB_LOG",)),
        ({"KB_GET": "yes"}, ("KB_GET", "0 or")),
        ({"KB_TRUSTED_DOCUMENTS": "only"}, ("KB_DOCUMENTS",)),
        ({"KB_DOCUMENTS": "/nowhere"}, ("KB_DOCUMENTS", "/nowhere")),
        ({"KB_ENGINE_MEMORY": "1"}, ("KB_ENGINE_MEMORY", "512m")),
        ({"KB_ENGINE_JARS": "/nowhere"}, ("KB_ENGINE_JARS",)),
    ],
)
def test_a_setting_that_is_wrong(settings: dict[str, str], words: tuple[str, ...], tmp_path: Path, aside: Path) -> None:
    home = tmp_path / "home"
    ran = run("serve", cwd=aside, **{"KB_HOME": home, "KB_PORT": "0", **settings})
    assert ran.code in {1, 2}
    assert ran.out == ""
    assert all(word in ran.err for word in words), ran.err
    assert read_state(home) is None


@pytest.mark.parametrize(
    ("uri", "word", "code"),
    [
        ("bolt://127.0.0.1:1", "127.0.0.1:1", 1),
        ("foo://x", "KB_URI", 2),
        ("neo4j://no-such-host.invalid", "no-such-host", 1),
    ],
)
@pytest.mark.parametrize("words", [("serve", "--port", "0"), (*ASK, "--to", "VNM"), ("load", "starter")])
def test_a_neo4j_that_is_not_there(
    words: tuple[str, ...], uri: str, word: str, code: int, tmp_path: Path, aside: Path
) -> None:
    ran = run(*words, cwd=aside, KB_URI=uri, KB_HOME=tmp_path / "home")
    assert (ran.code, ran.out) == (code, "")
    assert word in ran.err
    assert "KB_URI" in ran.err
    assert len(ran.err.splitlines()) <= 2


def test_a_folder_in_use_by_another_version(service: Service, aside: Path) -> None:
    file = service.home / "engine.json"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(json.dumps({**json.loads(text), "version": "0.0.1"}), encoding="utf-8")
        ran = run("serve", "--port", "0", cwd=aside, KB_HOME=service.home)
    finally:
        file.write_text(text, encoding="utf-8")
    assert (ran.code, ran.out) == (1, "")
    assert "version 0.0.1" in ran.err
    assert "KB_HOME" in ran.err
    assert service.answer()["rows"], "and the one that has it goes on"


def test_a_token_is_asked_for_where_one_is_set(own_home: Path, aside: Path) -> None:
    with serving(own_home, aside, KB_HOST="0.0.0.0", KB_TOKEN="a-long-random-text") as service:
        assert "a-long-random-text" not in service.said
        for token in (None, "another text"):
            refused = service.post(token=token)
            assert refused.status_code == 401
            assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        answered = service.post(QUESTION, token="a-long-random-text")
        assert answered.status_code == 200
        assert answered.json()["data"]["servicesFollowing"]["rows"]
