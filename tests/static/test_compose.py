"""`Dockerfile`, `.dockerignore` and `docker-compose.yml`, read: what they name exists, and nothing is open or known."""

from __future__ import annotations

import fnmatch
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.engine.conf import neo4j_conf
from kb.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
REQUIRED = re.compile(r"\$\{\w+:\?[^}]{10,}\}")


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    start = max(i for i, (word, _) in enumerate(instructions()) if word == "FROM")
    return instructions()[start:]


def of(word: str, where: list[tuple[str, str]]) -> list[str]:
    return [rest for name, rest in where if name == word]


def copied() -> list[str]:
    """Paths of the working tree that the image is built from."""
    lines = [shlex.split(rest) for rest in of("COPY", instructions()) if "--from" not in rest]
    return [path for words in lines for path in words[:-1]]


def test_what_the_image_copies_is_there_and_reaches_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert copied()
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    assert [path for path in copied() if path not in let_in] == []
    assert lines.index("*") < min(lines.index(f"!{path}") for path in let_in)


@pytest.mark.parametrize("name", [".git", ".venv", ".env", ".kb", "tests"])
def test_the_build_sees_nothing_private(name: str) -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    verdict = [not line.startswith("!") for line in lines if line and fnmatch.fnmatch(name, line.lstrip("!"))]
    assert verdict
    assert verdict[-1]


def test_the_image_is_built_in_stages_and_does_not_run_as_root() -> None:
    bases = of("FROM", instructions())
    assert len(bases) == 2
    assert all(re.match(r"python:3\.1[1-9]-slim", base) for base in bases)
    assert of("USER", last_stage()) == ["kb"]
    words = [word for word, _ in last_stage()]
    assert words.index("USER") < words.index("ENTRYPOINT")


def test_the_image_serves_on_all_addresses_only_with_a_token() -> None:
    given = dict(pair.split("=", 1) for pair in shlex.split(" ".join(of("ENV", last_stage()))))
    assert "KB_TOKEN" not in given
    with pytest.raises(Exception, match="KB_TOKEN"):
        Settings.read(given)
    assert Settings.read({**given, "KB_TOKEN": "t"}).host == "0.0.0.0"


def test_the_image_says_whether_it_lives() -> None:
    (check,) = of("HEALTHCHECK", last_stage())
    assert "/livez" in check
    command = yaml.safe_load(check[check.index("[") :])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")


def test_compose_has_neo4j_and_the_service() -> None:
    assert set(SERVICES) == {"neo4j", "kb"}
    assert SERVICES["neo4j"]["image"] == "neo4j:2026.08.1-community"
    assert SERVICES["kb"]["build"] == "."


def test_compose_publishes_to_this_machine_only() -> None:
    ports = [str(port) for service in SERVICES.values() for port in service["ports"]]
    assert sorted(ports) == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687", "127.0.0.1:8000:8000"]


def test_compose_has_neo4j_report_nothing_and_answer_no_other_page() -> None:
    """As the Neo4j that comes along is set."""
    names = {
        name: re.sub(r"__|_", lambda found: "_" if found[0] == "__" else ".", name.removeprefix("NEO4J_"))
        for name in SERVICES["neo4j"]["environment"]
    }
    given = {names[name]: value for name, value in SERVICES["neo4j"]["environment"].items()}
    own = dict(line.split("=", 1) for line in neo4j_conf(7687, 7474).splitlines())
    quiet = ("server.fleet_discovery.enabled", "dbms.fleet_manager.enabled", "dbms.usage_report.enabled",
             "client.allow_telemetry")  # fmt: skip
    assert {name: given[name] for name in quiet} == dict.fromkeys(quiet, "false")
    for name in (*quiet, "dbms.security.http_access_control_allow_origin"):
        assert given[name] == own[name]


def test_compose_knows_no_password() -> None:
    neo4j, service = SERVICES["neo4j"]["environment"], SERVICES["kb"]["environment"]
    user, password = neo4j["NEO4J_AUTH"].split("/", 1)
    assert user == service["KB_USER"] == "neo4j"
    assert password == service["KB_PASSWORD"]
    for secret in (password, service["KB_TOKEN"]):
        assert REQUIRED.fullmatch(secret), secret
    assert re.findall(r"\$\{\w*(?:PASSWORD|TOKEN)\w*:?-", COMPOSE) == []


def test_compose_waits_until_neo4j_is_well() -> None:
    assert SERVICES["kb"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert all("test" in service["healthcheck"] for service in SERVICES.values())
    assert "/readyz" in " ".join(SERVICES["kb"]["healthcheck"]["test"])


def test_compose_keeps_the_graph_in_a_named_volume() -> None:
    volumes = yaml.safe_load(COMPOSE)["volumes"]
    (mount,) = SERVICES["neo4j"]["volumes"]
    name, place = mount.split(":")
    assert name in volumes
    assert place == "/data"


def test_compose_gives_the_service_settings_that_it_knows() -> None:
    filled = {name: REQUIRED.sub("secret-text", value) for name, value in SERVICES["kb"]["environment"].items()}
    filled = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in filled.items()}
    settings = Settings.read(filled)
    assert settings.uri is not None
    assert settings.uri.endswith("://neo4j:7687")
    assert (settings.user, settings.password, settings.token) == ("neo4j", "secret-text", "secret-text")
    known = {field.metadata["env"] for field in Settings.__dataclass_fields__.values()}
    assert set(SERVICES["kb"]["environment"]) <= known
