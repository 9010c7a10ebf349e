"""A user's text becomes a full-text query in which nothing of it is syntax."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.fulltext import WORDS, query, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hsb", '"hsb"^4'),
        ("HSBC", '("hsbc"^4 OR hsbc~1)'),
        ("Foxconn", '("foxconn"^4 OR foxconn~1)'),
        ("Citibank", '("citibank"^4 OR citibank~2)'),
        ("鴻海", '"鴻海"^4'),
        ("Foxconn鴻海", '"foxconn 鴻海"^8 OR ("foxconn"^4 OR foxconn~1) OR "鴻海"^4'),
        ("a AND b", '"a and b"^8 OR "a"^4 OR "and"^4 OR "b"^4'),
        ("\uff46\uff4f\uff58", '"fox"^4'),
        ("Cre\u0301dit", '("crédit"^4 OR crédit~1)'),
    ],
)
def test_words_are_found_exactly_and_with_small_mistakes(text: str, wanted: str) -> None:
    assert query(text) == wanted


@pytest.mark.parametrize("text", ["", "   ", "!!! --- ()", '"', "\x00", "_", "*:*", "\u200b"])
def test_a_text_without_letters_or_digits_has_no_query(text: str) -> None:
    found = query(text)

    assert found is None


def test_marks_belong_to_their_words() -> None:
    assert list(words("निर्माण กรุงเทพ")) == ["निर्माण", "กรุงเทพ"]


def test_only_the_first_words_count() -> None:
    assert len(list(words("a " * 10_000))) == WORDS
    assert len(query("x" * 1_000_000) or "") < 300


@given(st.text(max_size=80))
@example('foo"^4 OR *:* ~ \\" + - && || ! ( ) { } [ ] ^ ? : / AND NOT')
@example("name:x TO {a TO b}")
def test_nothing_of_the_text_is_syntax(text: str) -> None:
    found = query(text) or ""
    frame = re.sub(r'"[^"]*"', "Q", found)
    frame = re.sub(r"\(Q\^4 OR [^ ~]+~[12]\)", "Q^4", frame)

    assert re.fullmatch(r"(Q\^[48]( OR Q\^4)*)?", frame)
    inside = "".join(re.findall(r'"([^"]*)"', found)) + "".join(re.findall(r" OR ([^ ~\"]+)~", found))
    assert not set(inside) & set("\\+-&|!(){}[]^?:/*~<>=@#")
