"""The files of cypher/ against the declarations: parameters, columns, names, and that a question only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kb import cypher
from kb.meta import Question, props
from kb.ontology import LINKS, NODES
from kb.questions import QUESTIONS
from kb.questions.asking import drawn
from tests.labels import LABELS

STATEMENTS = cypher.names()
FOLDERS = ("explore", "questions", "reads", "rules")
FETCHING = {f"questions/{name}": question for name, question in QUESTIONS.items()}
READING = ("db.index.fulltext.queryNodes", "dbms.components")
"""procedures that only read"""
PROPERTIES = {p.name for kind in (*NODES.values(), *LINKS.values()) for p in props(kind)}


def faults(text: str) -> list[str]:
    """Labels, link types and properties in a statement that the ontology does not have."""
    code = re.sub(r"//[^\n]*", "", text)
    code = re.sub(r"'[^'\n]*'", "''", code)
    code = re.sub(r"\bCALL\s+\w+(\.\w+)+", "CALL", code)
    labels, types = set(_labels(code)), set(_types(code))
    read = set(re.findall(r"(?<![\w'])\w+\.(\w+)\b(?!\s*\()", code)) | set(re.findall(r"[{,]\s*\.(\w+)", code))
    stated = {name for inside in re.findall(r"\((?:\w+)?(?::\w+)*\s*\{([^}]*)\}", code)
              for name in re.findall(r"(\w+)\s*:", inside)}  # fmt: skip
    return sorted([
        *(f"label {label}" for label in labels - set(LABELS)),
        *(f"type {kind}" for kind in types - set(LINKS)),
        *(f"property {name}" for name in (read | stated) - PROPERTIES - _own(code)),
    ])  # fmt: skip


def _labels(code: str) -> Iterator[str]:
    for inside in re.findall(r"\(\w*((?::\w+)+)\s*[){]", code):
        yield from inside.strip(":").split(":")
    yield from re.findall(r"\b[a-z]\w*:([A-Z][a-z]\w*)\b", code)


def _types(code: str) -> Iterator[str]:
    for inside in re.findall(r"\[\w*:([\w|]+)", code):
        yield from inside.split("|")


def _own(code: str) -> set[str]:
    """Keys of maps that the statement makes itself and reads again; what stands in a node's pattern is no such map."""
    maps = [m for m in re.finditer(r"\{([^{}]*)\}", code) if not re.search(r":\w+\s*$", code[: m.start()])]
    return {name for m in maps for name in re.findall(r"(?:^|,)\s*(\w+)\s*:", m[1])}


def test_a_file_for_every_question_and_no_other() -> None:
    assert {name for name in STATEMENTS if name.startswith("questions/")} == set(FETCHING)
    assert [name for name in STATEMENTS if name.startswith("explore/")] == ["explore/answer"]
    assert {name.partition("/")[0] for name in STATEMENTS} == set(FOLDERS)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_says_its_name_and_only_reads(name: str) -> None:
    assert cypher.faults(name, re.sub(rf"CALL ({'|'.join(READING)})\b", "CALL", cypher.statement(name))) == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_words_are_the_ontologys(name: str) -> None:
    assert faults(cypher.statement(name)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MATCH (n:Contry {id: $id}) RETURN n", ["label Contry"]),
        ("MATCH (a)-[:SERVED]->(b) RETURN a", ["type SERVED"]),
        ("MATCH (a)-[s:SERVES|OWNS]->(b) RETURN s.seller_shares AS x", ["property seller_shares", "type OWNS"]),
        ("MATCH (n:Country {iso4: 'X'}) WITH n {.nam} AS n RETURN n", ["property iso4", "property nam"]),
        ("MATCH (n:Good) WHERE n:Bad RETURN {made: n.hs} AS x // n.no in a remark", ["label Bad"]),
    ],
)
def test_a_word_that_the_ontology_lacks_is_found(text: str, fault: list[str]) -> None:
    assert faults(text) == fault


@pytest.mark.parametrize("name", FETCHING)
def test_parameters_are_arguments(name: str) -> None:
    arguments = {p.name for p in props(FETCHING[name])}
    assert cypher.parameters(cypher.statement(name)) <= arguments


@pytest.mark.parametrize("name", FETCHING)
def test_columns_are_what_the_question_takes(name: str) -> None:
    fetched = FETCHING[name].fetched
    assert cypher.columns(cypher.statement(name)) == tuple(p.name for p in props(fetched))


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_drawn_are_the_answers_nodes(name: str) -> None:
    question: type[Question] = QUESTIONS[name]
    answer = question.answer(**{p.name: _some(p) for p in props(question.answer) if p.required})
    assert drawn(answer) == ["hub:a"]


def test_the_drawing_has_no_parameter_left() -> None:
    text = cypher.statement("explore/answer")
    assert cypher.parameters(text) == {"ids", "as_of"}
    filled = cypher.with_literals(text, {"ids": ["hub:a"], "as_of": date(2022, 6, 30)})
    assert "$" not in re.sub(r"//[^\n]*", "", filled)


def _some(p: Any) -> Any:
    if p.many:
        return ()
    return {str: "hub:a", float: 1.0, int: 1, date: date(2022, 6, 30), bool: True}[p.kind]


@pytest.mark.parametrize("name", [n for n in STATEMENTS if n.startswith("explore/")])
def test_a_drawing_has_an_end(name: str) -> None:
    assert re.search(r"\bLIMIT \d+\s*$", cypher.statement(name))


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_limit_stands_on_an_order(name: str) -> None:
    if name.startswith("explore/"):
        return  # a drawing has no order
    code = re.sub(r"//[^\n]*", "", cypher.statement(name))
    for found in re.finditer(r"\bLIMIT\b", code):
        before = code[: found.start()]
        assert re.search(r"ORDER BY [^}]*$", before), f"{name}: LIMIT without ORDER BY"
        order = before[before.rindex("ORDER BY") :]
        assert re.search(r"\b(id|name)\b", order), f"{name}: ORDER BY without what breaks ties"
