"""What is installed and how: pins, licence, the build hook, the web files, the Makefile, continuous integration."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parents[2]
WEB = ROOT / "api" / "web"
SYSTEM = ROOT / "tests" / "system"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NPM = [pytest.param(folder, id=folder.name) for folder in (WEB, SYSTEM / "graphql_http", SYSTEM / "lint")]
LOCK = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
OPERATIONS = [".ci/run", "Makefile", "Dockerfile", "docker-compose.yml", "pyproject.toml", "hatch_build.py"]
ADDRESS = re.compile(r"\b(?:registry\.|repo\d*\.|index\.|files\.)[\w.-]+\.(?:org|com|io)\b|\bpypi\.\w+")


def requirements() -> list[str]:
    groups = PROJECT["dependency-groups"].values()
    return [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *(r for g in groups for r in g),
    ]


def test_every_requirement_is_pinned_to_one_version() -> None:
    assert [r for r in requirements() if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", r)] == []


def test_a_package_named_twice_has_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for requirement in requirements():
        name, version = requirement.split("==")
        versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_distribution_name_command_and_licence() -> None:
    project = PROJECT["project"]
    assert (project["name"], project["scripts"]["kb"]) == ("supplymesh", "kb.cli:main")
    assert (project["license"], project["requires-python"]) == ("Apache-2.0", ">=3.11")
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("folder", NPM)
def test_npm_packages_are_pinned_and_locked_to_the_same_versions(folder: Path) -> None:
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [v for v in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted


@pytest.mark.parametrize("folder", NPM)
def test_the_lock_has_hashes_and_no_addresses(folder: Path) -> None:
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = {place: entry for place, entry in locked.items() if place}
    assert [place for place, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [place for place, entry in packages.items() if "resolved" in entry] == []
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_registry_is_named(name: str) -> None:
    assert ADDRESS.findall((ROOT / name).read_text(encoding="utf-8")) == []


class Page(HTMLParser):
    """The addresses a page loads, and what a strict Content-Security-Policy would refuse in it."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.refused: list[str] = []
        self.metas: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.loads += [given[name] for name in ("src", "href") if name in given]
        self.refused += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"inline {tag}")
        if tag == "meta" and "name" in given:
            self.metas[given["name"]] = given.get("content", "")


@pytest.fixture(scope="module")
def page() -> Page:
    parser = Page()
    parser.feed((WEB / "graphiql.html").read_text(encoding="utf-8"))
    return parser


def test_the_page_holds_nothing_that_a_strict_policy_refuses(page: Page) -> None:
    assert page.refused == []


def test_the_page_loads_only_files_of_ours(page: Page) -> None:
    ours = {f"/static/{p.name}" for p in WEB.iterdir() if p.is_file()}
    ours |= {f"/static/vendor/{name}" for name in hatch_build.VENDOR}
    assert [address for address in page.loads if address not in ours and address != "data:,"] == []
    assert {a for a in page.loads if "/vendor/" in a} == {f"/static/vendor/{name}" for name in hatch_build.VENDOR}


def test_the_page_has_one_place_for_the_default_query(page: Page) -> None:
    assert page.metas["default-query"] == "{{ default_query }}"


def test_an_installation_has_the_vendor_files_that_the_lock_names() -> None:
    assert hatch_build.is_complete(WEB)
    licences = (WEB / "vendor" / hatch_build.LICENCES).read_text(encoding="utf-8")
    for name in ("graphiql", "react", "react-dom", "graphql", "codemirror"):
        assert re.search(rf"^{name} \d+\.\d+\.\d+ \(MIT\)$", licences, re.MULTILINE), name


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEB, tmp_path / "web"))


def test_complete_vendor_files_are_not_fetched_again(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert hatch_build.bring_vendor(web) is False


@pytest.mark.parametrize("change", ["altered", "cut off", "missing", "another lock", "no stamp"])
def test_vendor_files_that_are_not_what_the_lock_says_are_noticed(web: Path, change: str) -> None:
    script = web / "vendor" / "graphiql.min.js"
    match change:
        case "altered":
            script.write_bytes(script.read_bytes() + b" ")
        case "cut off":
            script.write_bytes(script.read_bytes()[:1000])
        case "missing":
            script.unlink()
        case "another lock":
            (web / "package-lock.json").write_text(json.dumps(LOCK), encoding="utf-8")
        case "no stamp":
            (web / "vendor" / hatch_build.STAMP).write_text("{", encoding="utf-8")
    assert not hatch_build.is_complete(web)


def test_without_a_network_the_build_says_what_to_do(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(web / "vendor")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(web / "cache"))
    with pytest.raises(RuntimeError, match=r"(?s)could not be fetched.*ECONNREFUSED.*npm_config_registry"):
        hatch_build.bring_vendor(web)
    assert not (web / "vendor").exists()


def make(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`make` as a person calls it, also when these tests run under another make."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("target", ["serve", "test", "starter", "bench"])
def test_make_knows_and_explains_its_targets(target: str) -> None:
    assert re.search(rf"^make {target}\b", make().stdout, re.MULTILINE)
    assert make("-n", "-B", target, "DATA=.").returncode == 0


def test_make_test_runs_the_checks_before_the_tests() -> None:
    lines = make("-n", "-B", "test").stdout
    places = [lines.index(word) for word in ("ruff check", "/mypy", "lint-imports", "-m pytest")]
    assert places == sorted(places)
    assert lines.rstrip().endswith("-m pytest")


@pytest.mark.parametrize("python", ["", "false", "no-such-python"])
def test_make_asks_for_a_newer_python(python: str, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "hatch_build.py", "api/web/package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    done = make("serve", f"PYTHON={python}", cwd=tmp_path)
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_make_starter_asks_for_the_folder_of_sources() -> None:
    done = make("starter", "DATA=", "-o", ".venv/serve.stamp")
    assert done.returncode == 2
    assert "make starter DATA=" in done.stderr


def test_ci_script_is_sound() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], capture_output=True, check=True).stderr == b""
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")
    for setting in ("KB_REQUIRE_NEO4J=1", "TESTCONTAINERS_RYUK_DISABLED=true", "KB_SHARED"):
        assert re.search(rf"^export .*{setting}", text, re.MULTILINE), setting


def test_ci_fails_and_says_so_where_no_images_can_be_had(tmp_path: Path) -> None:
    """With no container engine and no tool to make one, it ends before any test."""
    for name in ("bash", "dirname", "realpath", "make"):
        (tmp_path / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} here"))
    done = subprocess.run(
        ["bash", ROOT / ".ci" / "run"],
        env={"PATH": str(tmp_path), "KB_SHARED": str(tmp_path / "nothing")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "no image of neo4j:5.26.30-community, neo4j:2026.08.1-community: cannot be pulled" in done.stderr
