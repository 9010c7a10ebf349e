"""graphql-eslint's rule sets for schemas, recommended and Relay's, on the schema that clients get."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.node import installed, ran

FILES = Path(__file__).parent / "lint"
GOLDEN = Path(__file__).parents[2] / "api" / "schema.graphql"
LOGIC = re.compile(r'naming-convention: Input value "(AND|OR|NOT)" should be in camelCase format')
"""the three words that join filters are capitals on purpose, so that they are told from names of properties"""


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The linter with its rules."""
    return installed(FILES, tmp_path_factory.mktemp("lint") / "files")


def findings(linter: Path, schema: str) -> list[str]:
    """`rule: message`, in the order of the schema's lines; comments in the schema switch nothing off."""
    (linter / "schema.graphql").write_text(schema, encoding="utf-8")
    eslint = ("node_modules/eslint/bin/eslint.js", "--no-inline-config", "--format", "json", "schema.graphql")
    [report] = json.loads(ran(*eslint, cwd=linter, codes=(0, 1)))
    return [f"{str(one['ruleId']).removeprefix('@graphql-eslint/')}: {one['message']}" for one in report["messages"]]


def test_no_finding(linter: Path) -> None:
    found = findings(linter, GOLDEN.read_text(encoding="utf-8"))

    assert [one for one in found if not LOGIC.fullmatch(one)] == []


FAULTY = {
    "naming-convention": ("  iso3: String!\n", "  ISO3: String!\n"),
    "no-unreachable-types": ("type Country ", 'type Alone {\n  a: Int\n}\n\n"""As above."""\ntype Country '),
    "require-description": ('"""A node of the knowledge base."""\n', ""),
    "relay-arguments": ("    first: Int\n", "    first: String\n"),
    "relay-connection-types": ("  pageInfo: PageInfo!\n", "  page: PageInfo!\n"),
    "relay-edge-types": ("  cursor: String!\n", "  place: String!\n"),
    "relay-page-info": ("  hasNextPage: Boolean!\n", "  hasNextPage: Int!\n"),
}
"""rule -> what is altered so that it is broken"""


def test_each_fault_is_found(linter: Path) -> None:
    schema = GOLDEN.read_text(encoding="utf-8")
    for old, new in FAULTY.values():
        assert old in schema
        schema = schema.replace(old, new, 1)

    found = [one for one in findings(linter, schema) if not LOGIC.fullmatch(one)]

    assert {one.partition(":")[0] for one in found} == set(FAULTY), found


@pytest.mark.parametrize(("required", "outcome"), [("0", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_without_a_network(
    required: str, outcome: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_REQUIRE_NEO4J", required)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))

    with pytest.raises(outcome, match="cannot be reached"):
        installed(FILES, tmp_path / "files")
