"""Reading statements, and writing values into them."""

from __future__ import annotations

from datetime import date

import pytest

from kb.cypher import columns, faults, literal, names, parameters, statement, with_literals
from kb.errors import BadInput

TEXT = """// questions/x: what $it gives
MATCH (n:Country {id: $id}) /* $no */
WHERE n.name <> 'costs $5 // not' AND n.`$odd` = "$quoted"
WITH n, [x IN $list | x] AS found
RETURN n.id AS id, COLLECT { MATCH (n) RETURN n.name AS inner } AS names,
       n{.id, .name} AS `the map`, found
ORDER BY id LIMIT $first
"""


def test_parameters_stand_outside_strings_and_comments() -> None:
    assert parameters(TEXT) == {"id", "list", "first"}


def test_columns_are_those_of_the_last_return() -> None:
    assert columns(TEXT) == ("id", "names", "the map", "found")
    assert columns("MATCH (n) RETURN DISTINCT n.id") == ("n.id",)
    assert columns("MATCH (n) SET n.x = 1") == ()
    assert columns("RETURN 'a AS b' AS c, 1 AS d;") == ("c", "d")


def test_a_statement_that_only_reads_has_no_faults() -> None:
    assert faults("questions/x", TEXT) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("// questions/y: other\nRETURN 1 AS x", "first line"),
        ("// questions/x: it\nMATCH (n) SET n.x = 1 RETURN n AS n", "SET may write"),
        ("// questions/x: it\nmerge (n:A) RETURN n AS n", "merge may write"),
        ("// questions/x: it\nMATCH (n) DETACH DELETE n RETURN 1 AS n", "DELETE may write"),
        ("// questions/x: it\nCALL db.labels() YIELD label RETURN label AS n", "CALL db may write"),
        ("// questions/x: it\nLOAD  CSV FROM 'x' AS r RETURN r AS r", "may write"),
        ("// questions/x: it\nMATCH (n)", "returns nothing"),
    ],
)
def test_faults(text: str, said: str) -> None:
    assert any(said in fault for fault in faults("questions/x", text))


def test_a_search_by_name_only_reads() -> None:
    text = "// reads/x: it\nCALL db.index.fulltext.queryNodes('names', $text) YIELD node RETURN node.id AS id"
    assert faults("reads/x", text) == []


def test_words_that_only_look_like_writes() -> None:
    assert faults("questions/x", "// questions/x: it\nMATCH (n:Set) WHERE n.set = 'CREATE' RETURN n.delete AS d") == []


def test_every_statement_of_ours_reads_only() -> None:
    assert names()
    assert [fault for name in names() for fault in faults(name, statement(name))] == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (12, "12"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (date(2018, 1, 31), "date('2018-01-31')"),
        ("org:a", "'org:a'"),
        ("it's", "'it\\'s'"),
        ("a\\b", "'a\\\\b'"),
        ("a\nb", "'a\\nb'"),
        ("\\u0027", "('\\\\' + 'u0027')"),
        ("\x00", "'\\u0000'"),
        ("鴻海", "'鴻海'"),
        (["a", 1, None], "['a', 1, null]"),
        ((), "[]"),
    ],
)
def test_literals(value: object, written: str) -> None:
    assert literal(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {"a": 1}, "\ud800"])
def test_what_is_no_literal(value: object) -> None:
    with pytest.raises(BadInput):
        literal(value)


def test_literals_are_written_in_once() -> None:
    text = "// $a stays\nMATCH (n {id: $a}) WHERE n.name <> '$a' AND n.b IN $ab RETURN n"
    written = with_literals(text, {"a": "$ab", "ab": ["$a"]})
    assert written == "// $a stays\nMATCH (n {id: '$ab'}) WHERE n.name <> '$a' AND n.b IN ['$a'] RETURN n"


def test_a_missing_value_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        with_literals("RETURN $hub AS hub", {})
    assert caught.value.argument == "hub"
