"""What the command line says and how it takes its arguments, on a running service's folder."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import click
import httpx
import pytest

from kb.cli import cli
from kb.load.sources import SOURCES
from tests.house import HUB, Service, good, kb, run

ROOT = Path(__file__).parents[2]
ASK = ("ask", "servicesFollowing", "--hub", HUB, "--to", "VNM")


def commands(command: click.Command, *above: str) -> list[tuple[str, ...]]:
    found = [above]
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            found += commands(below, *above, name)
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, [*words, "--help"], prog_name="kb")
    assert result.exit_code == 0
    about = result.output.split("\n\n")[1].strip()
    assert len(about) > 10
    assert "Options:" in result.output
    assert "..." not in result.output.partition("Commands:")[2], "no summary of a command is cut off"


def test_a_source_is_one_sentence_in_the_list_and_told_whole_by_its_own_help() -> None:
    from click.testing import CliRunner

    told = CliRunner().invoke(cli, ["load", "--help"]).output
    assert len(told.splitlines()) < 50
    for name, source in SOURCES.items():
        first, _, rest = source.about.partition("\n\n")
        assert "".join(first.split()) in "".join(told.split())
        whole = CliRunner().invoke(cli, ["load", name, "--help"]).output
        assert "".join(rest.split()) in "".join(whole.split())  # lines may break after a hyphen


def test_help_needs_nothing_but_the_command(aside: Path) -> None:
    said = good("--help", cwd=aside, KB_HOME=aside / "none")
    assert "kb serve" in said
    for name in ("serve", "load", "derive", "ask", "search", "export", "browser", "schema", "doctor"):
        assert f"\n  {name} " in said
    assert list(aside.iterdir()) == []


def asked(service: Service, aside: Path, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(good(*ASK, *words, cwd=aside, KB_HOME=service.home))
    return answer


def test_json_is_what_the_service_answers(service: Service, aside: Path) -> None:
    fields = "phi stake follow followLow followHigh remote lost stakeUsd present verdict basis unknownLinks"
    nodes = "provider service agreement barredBy localisedBy conditions"
    row = f"{fields} {nodes.replace(' ', ' {id} ')} {{id}}"
    question = "servicesFollowing(hub: $hub, to: $to)"
    query = f"query($hub: ID!, $to: ID) {{ {question} {{ hub {{id}} totalCount rows(first: 1000) {{ {row} }} }} }}"
    over_http = service.post(query).json()["data"]["servicesFollowing"]
    answer = asked(service, aside)
    assert answer["hub"] == over_http["hub"]["id"]
    assert answer["totalCount"] == over_http["totalCount"] == len(answer["rows"])
    for told, other in zip(answer["rows"], over_http["rows"], strict=True):
        assert {name: told[name] for name in fields.split()} == {name: other[name] for name in fields.split()}
        for name in nodes.split():
            there = other[name]
            ids = [n["id"] for n in there] if isinstance(there, list) else there and there["id"]
            assert told[name] == ids


def test_csv_has_the_rows_by_field_name(service: Service, aside: Path) -> None:
    ran = run(*ASK, "--format", "csv", "--first", "5", "--offset", "1", cwd=aside, KB_HOME=service.home)
    table = list(csv.DictReader(io.StringIO(ran.out)))
    rows = asked(service, aside)["rows"][1:6]
    assert [line["provider"] for line in table] == [row["provider"] for row in rows]
    assert [float(line["followUsd"]) for line in table] == [row["followUsd"] for row in rows]
    assert {line["present"] for line in table} <= {"true", "false"}
    assert set(table[0]) == set(rows[0]) - {"evidence"}
    assert "INFERRED_SHARES" in ran.err
    assert "more rows" in ran.err


def test_a_table_shows_what_was_asked_for(service: Service, aside: Path) -> None:
    ran = run(*ASK, "--format", "table", "--first", "3", cwd=aside, KB_HOME=service.home)
    above, _, below = ran.out.partition("\nTotals, over all rows:\n")
    head, _, *lines = above.splitlines()
    assert {"provider", "service", "verdict", "follow"} <= set(head.split())
    assert len(lines) == 3
    assert all(line.startswith("org:") for line in lines)
    assert "INFERRED_SHARES" in ran.err
    answer = asked(service, aside)
    assert [line.split()[0] for line in below.splitlines()[2:]] == [total["category"] for total in answer["totals"]]
    assert {"stakeUsd", "followUsd", "remoteUsd", "lostUsd", "verdicts"} <= set(below.split())
    assert f"{answer['totals'][0]['stakeUsd']:,.0f}" in below


def test_a_table_is_short_unless_more_is_asked_for(service: Service, aside: Path) -> None:
    ran = run(*ASK, "--format", "table", cwd=aside, KB_HOME=service.home)
    assert len(re.findall("^org:", ran.out, re.M)) == 20
    assert f"… and {asked(service, aside)['totalCount'] - 20} more rows (--first, --offset)" in ran.err


def test_arguments_by_their_kebab_case_names(service: Service, aside: Path) -> None:
    answer = asked(service, aside, "--as-of", "2023-06-01", "--moved", "0.5", "--order-by", "money")
    assert (answer["asOf"], answer["moved"]) == ("2023-06-01", 0.5)
    money = [row["followUsd"] for row in answer["rows"] if row["followUsd"] is not None]
    assert money == sorted(money, reverse=True)


def test_lists_repeat_their_name_in_the_singular(service: Service, aside: Path) -> None:
    both = asked(service, aside, "--category", "technology", "--category", "PROFESSIONAL")
    assert {total["category"] for total in both["totals"]} == {"TECHNOLOGY", "PROFESSIONAL"}


def test_priors_by_name(service: Service, aside: Path) -> None:
    answer = asked(service, aside, "--prior", "needRemote=0.2,0.1,0.3", "--prior", "abilityWithout=0.4")
    priors = {prior["name"]: prior for prior in answer["priors"]}
    remote = priors["needRemote"]
    assert (remote["value"], remote["low"], remote["high"]) == (0.2, 0.1, 0.3)
    assert priors["abilityWithout"]["value"] == 0.4
    assert priors["needInCountry"]["value"] == 0.6
    alone = asked(service, aside, "--prior", "needRemote=0.2")["priors"]
    assert next((p["low"], p["high"]) for p in alone if p["name"] == "needRemote") == (0.2, 0.2)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--hub", "hub:nowhere"), "hub:nowhere"),
        (("--hub", "country:chn"), "hub"),
        (("--to", "ATLANTIS"), "to"),
        (("--to", "CHN"), "to"),
        (("--to", "XXX"), "xxx"),
        (("--moved", "0"), "moved"),
        (("--moved", "1.5"), "moved"),
        (("--moved", "much"), "--moved"),
        (("--as-of", "2023-02-30"), "asOf"),
        (("--category", "PUPPETRY"), "--category"),
        (("--order-by", "SIZE"), "--order-by"),
        (("--prior", "needRemote"), "prior"),
        (("--prior", "need=1"), "needRemote"),
        (("--prior", "needRemote=2"), "needRemote"),
        (("--prior", "needRemote=x"), "needRemote"),
        (("--prior", "needRemote=0.1,0.5,0.2"), "needRemote"),
        (("--prior", "needRemote=0.1,0,0.2,3"), "needRemote"),
        (("--first", "0"), "--first"),
        (("--offset", "-1"), "--offset"),
        (("--colour", "red"), "--colour"),
    ],
)
def test_a_bad_argument_is_named(words: tuple[str, str], named: str, service: Service, aside: Path) -> None:
    ran = run(*ASK, *words, cwd=aside, KB_HOME=service.home)
    assert (ran.code, ran.out) == (2, "")
    assert named.lower() in ran.err.lower()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--first", "0"), "--first is 0; it must be 1 to 1000000."),
        (("--offset", "-1"), "--offset is -1; it must not be negative."),
        (("--prior", "need=1"), "--prior is 'need=1'; it must be NAME=VALUE, with a NAME that is known."),
        (("--prior", "needRemote"), "--prior is 'needRemote', without a value; it must be NAME=VALUE."),
        (("--prior", "needRemote=1,0,1,3"), "priors.needRemote is '1,0,1,3', of 4 numbers; it must have at most 3."),
        (("--prior", "needRemote=x"), "priors.needRemote is 'x'; it must be a number."),
    ],
)
def test_a_bad_argument_is_told_in_a_sentence(words: tuple[str, str], sentence: str, aside: Path) -> None:
    """Before a knowledge base is opened."""
    ran = run(*ASK, *words, cwd=aside, KB_URI="bolt://127.0.0.1:1")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"kb: {sentence} ")


def test_a_load_that_broke_off_says_nothing_of_another_base(service: Service, aside: Path, tmp_path: Path) -> None:
    """The folder's own base is unfinished; the one that is named is somebody's, and full."""
    marker = tmp_path / "starter.unfinished"
    marker.write_text("embedded\n", encoding="utf-8")
    password = (service.home / "password").read_text(encoding="utf-8").strip()
    uri = f"bolt://127.0.0.1:{service.state.bolt}"
    ran = run(*ASK, "--format", "json", cwd=aside, KB_HOME=tmp_path, KB_URI=uri, KB_PASSWORD=password)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["rows"]
    assert "Loading" not in ran.err, "nothing is loaded into it"
    assert marker.read_text(encoding="utf-8") == "embedded\n"


def test_schemas_are_those_of_the_tree(aside: Path) -> None:
    for kind, golden in (("graphql", "api/schema.graphql"), ("cypher", "cypher/schema.cypher")):
        assert good("schema", kind, cwd=aside) == (ROOT / golden).read_text(encoding="utf-8")


def test_completion_is_a_script(aside: Path, tmp_path: Path) -> None:
    script = tmp_path / "kb.bash"
    script.write_text(good("completion", "bash", cwd=aside), encoding="utf-8")
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("there is no bash here")
    complete = f"PATH={Path(kb()).parent}:$PATH; . {script}; COMP_WORDS=(kb lo); COMP_CWORD=1; _kb_completion kb lo; "
    done = subprocess.run([shell, "-ec", complete + 'echo "${COMPREPLY[@]}"'], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "load"), done.stderr


def test_doctor_says_what_it_found(service: Service, aside: Path) -> None:
    said = good("doctor", cwd=aside, KB_HOME=service.home)
    assert f"folder: {service.home}" in said
    assert "2026.08.1 community" in said
    assert str(service.state.java_pid) in said
    assert "constraints and indexes" in said
    assert "ProductionHub: 261" in said
    assert "free space" in said
    assert "BAD" not in said


def test_doctor_says_who_has_the_port(service: Service, aside: Path) -> None:
    port = httpx.URL(service.url).port
    said = good("doctor", cwd=aside, KB_HOME=service.home, KB_PORT=port)
    assert f"ok   port {port}: in use: a service of this package answers there\n" in said
    with socket.socket() as other:  # takes connections and says nothing
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = good("doctor", cwd=aside, KB_HOME=service.home, KB_PORT=port)
    assert f"ok   port {port}: in use: another program has it; --port" in said


def test_doctor_says_what_is_wrong(aside: Path, tmp_path: Path) -> None:
    ran = run("doctor", cwd=aside, KB_HOME=tmp_path, KB_URI="bolt://127.0.0.1:1")
    assert ran.code == 1
    assert "BAD" in ran.out
    assert "KB_URI" in ran.out


def test_browser_gives_its_address(service: Service, aside: Path) -> None:
    plain = good("browser", "--no-open", cwd=aside, KB_HOME=service.home).strip()
    assert plain.startswith(f"http://127.0.0.1:{service.state.http}/browser/?dbms=bolt://neo4j@127.0.0.1:")
    words = ("browser", "servicesFollowing", "--hub", HUB, "--to", "VNM", "--no-open")
    assert good(*words, cwd=aside, KB_HOME=service.home).strip() == service.answer()["exploreUrl"]
