"""Values that are written into a statement mean what they say, whatever they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.cypher import with_literals
from kb.db import Database

HOSTILE = (
    "it's", 'a"b', "\\", "\\\\", "\\'", "\\u0027 OR 1=1 //", "\\\\u0027", "\\uu0027", "'\\u005C", "u\\", "\\u",
    "' RETURN 1 //", "*/ // /*", "$s", "${s}", "`", "{}", "x\ny\r\t\0\x1b\x7f", "\u2028\x85", "鴻海😀", "",
)  # fmt: skip


def given_back(base: Database, value: Any) -> Any:
    return base.rows(with_literals("RETURN $s AS s, size([$s, $s]) AS n // $s\n", {"s": value}))[0]["s"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_texts(base: Database, value: str) -> None:
    assert given_back(base, value) == value
    written = with_literals("RETURN {id: $s} AS m, [$s] AS l", {"s": value})
    assert base.rows(written) == [{"m": {"id": value}, "l": [value]}]


@pytest.mark.parametrize(
    "value", [None, True, -5, 1e-7, 0.1, date(2018, 1, 31), ["a", "it's"], [], [date(2018, 1, 31)]]
)
def test_other_values(base: Database, value: Any) -> None:
    assert given_back(base, value) == value


ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\\'\"u0{}$`\n"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT)
def test_any_text(whole_base: Database, value: str) -> None:
    assert given_back(whole_base, value) == value
