"""The README says what is so: its tables follow from the declarations, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kb.cli import cli
from kb.documents import TABLES, filled

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_declarations() -> None:
    assert set(re.findall(r"<!-- table: (\w+) -->", README)) == set(TABLES)
    assert filled(README) == README, "run `make goldens`"


CODE = "\n".join(a or b for a, b in re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$", README, re.MULTILINE))


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^(?:\w+=\S+ )*kb ([a-z][\w ]*)", CODE, re.MULTILINE))))
def test_its_commands_exist(line: str) -> None:
    command: click.Command = cli
    for word in line.split():
        if not isinstance(command, click.Group) or word.isupper():
            break
        assert word in command.commands, line
        command = command.commands[word]
    assert command is not cli


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make ([a-z]+)", CODE, re.MULTILINE))))
def test_its_make_targets_exist(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_files_that_it_links_to_are_there() -> None:
    links = re.findall(r"\]\((?!http)([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
