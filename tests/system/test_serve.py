"""`kb serve`: what it says, what it answers, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from kb.engine import open_engine
from kb.engine.plan import Internals
from kb.settings import Settings
from tests.house import HUB, Service, alive, environment, good, run, serving, until
from tests.system.conftest import BrokenOff

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are not tried on Windows")
ASK = ("ask", "servicesFollowing", "--hub", HUB, "--to", "VNM", "--format", "json")


def rows(answer: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["provider"]["id"], row["service"]["id"]): row for row in answer["rows"]}


def test_it_says_where_it_is_and_what_to_try(service: Service, aside: Path) -> None:
    said = service.said
    assert service.url.startswith("http://127.0.0.1:")
    assert f"http://127.0.0.1:{service.state.http}" in said
    assert "user neo4j" in said
    password = Path(said.partition("password in ")[2].splitlines()[0])
    assert password.read_text(encoding="utf-8").strip()
    assert password.stat().st_mode & 0o077 == 0
    tried = said.partition("Try:")[2].splitlines()[0].strip()
    shell = {**environment({"KB_HOME": service.home}), "PATH": os.defpath}
    done = subprocess.run(tried, shell=True, cwd=aside, env=shell, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"]


def test_the_question_over_http(service: Service) -> None:
    answer = service.answer()
    found = rows(answer)
    assert len(found) == answer["totalCount"] >= 20
    hsbc = found["org:hsbc", "service:commercial-banking"]
    assert hsbc["provider"]["name"] == "HSBC"
    assert 0 < hsbc["follow"] <= hsbc["stake"] < 1
    assert all(row["basis"] == "INFERRED" for row in found.values())
    assert "INFERRED_SHARES" in {caveat["code"] for caveat in answer["caveats"]}


def test_its_other_addresses(service: Service) -> None:
    root = service.url.removesuffix("/graphql")
    front = httpx.get(f"{root}/")
    assert (front.status_code, front.headers["location"]) == (307, "/graphql")
    assert httpx.get(f"{root}/livez").json() == {"status": "ok"}
    assert httpx.get(f"{root}/readyz").json() == {"status": "ok"}
    page = httpx.get(service.url, headers={"Accept": "text/html"})
    assert HUB in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_first_load_that_broke_off_is_finished_at_the_next_start(broken_off: BrokenOff, service: Service) -> None:
    """Killed while facts come in: the base is not empty, nor is it somebody's own."""
    assert broken_off.unfinished
    assert not (service.home / "starter.unfinished").exists()
    said = service.err.read_text(encoding="utf-8")
    steps = ("Starting Neo4j …", "Loading the starter pack …", "Inferring who serves the hubs (rule R1) …")
    assert [line for line in said.splitlines() if line in steps] == list(steps)


def test_ctrl_c_ends_it_and_its_neo4j(own_home: Path, aside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(own_home, aside) as service:
        java, host = service.state.java_pid, service.state.host_pid
        assert {row["provider"]["id"] for row in service.answer()["rows"]} == {"org:mizuho", "org:agricole"}
        assert "starter pack" not in service.err.read_text(encoding="utf-8"), "one's own facts stay alone"
        seconds = service.interrupt()
        with capsys.disabled():
            print(f"\nstart on loaded facts {service.seconds:.1f} s, Ctrl-C to the end {seconds:.2f} s")
        assert service.process.returncode == 0
        assert service.said.endswith("\nStopped.\n")
        assert seconds < 10.0
        assert "Traceback" not in service.err.read_text(encoding="utf-8")
        until(lambda: not alive(java) and not alive(host), 5.0)


def test_commands_on_one_folder_share_one_neo4j(service: Service, aside: Path) -> None:
    java = service.state.java_pid
    asked = json.loads(good(*ASK, cwd=aside, KB_HOME=service.home))
    assert service.state.java_pid == java
    over_http = rows(service.answer())
    assert [(row["provider"], row["service"]) for row in asked["rows"]] == list(over_http)
    assert [row["stake"] for row in asked["rows"]] == [row["stake"] for row in over_http.values()]
    assert asked["exploreUrl"] == service.answer()["exploreUrl"]
    assert alive(java)


def test_an_empty_base_says_so_and_a_service_that_is_killed_leaves_no_neo4j(tmp_path: Path, aside: Path) -> None:
    with serving(tmp_path / "home", aside, KB_STARTER=0) as service:
        (error,) = service.post().json()["errors"]
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert error["extensions"]["argument"] == "hub"
        assert "kb load starter" in str(error)
        ran = run(*ASK, cwd=aside, KB_HOME=service.home, KB_STARTER=0)
        assert (ran.code, ran.out) == (2, "")
        assert "kb load starter" in ran.err
        java, host = service.state.java_pid, service.state.host_pid
        service.process.kill()
        service.process.wait()
        until(lambda: not alive(java) and not alive(host), 20.0)


def test_a_neo4j_that_is_named_gives_the_same_rows(service: Service, aside: Path, tmp_path: Path) -> None:
    settings, quiet = Settings(home=service.home), Internals(train_after=None)
    with open_engine(settings, progress=False, internals=quiet) as engine:
        there = {"KB_URI": engine.uri, "KB_PASSWORD": engine.password, "KB_HOME": tmp_path / "none"}
        named = json.loads(good(*ASK, cwd=aside, **there))
        own = json.loads(good(*ASK, cwd=aside, KB_HOME=service.home))
        assert named.pop("exploreUrl") is None
        assert own.pop("exploreUrl")
        assert named == own
        assert not (tmp_path / "none").exists()
        refused = run(*ASK, cwd=aside, **{**there, "KB_PASSWORD": "wrong"})
        assert refused.code == 1
        assert "KB_PASSWORD" in refused.err
