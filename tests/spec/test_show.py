"""How an answer of any question is shown: what a table leaves out follows from the declaration of its rows."""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any

import pytest

from kb.cli.show import fitting, show, spared
from kb.meta import Answer, Prop, Row
from kb.questions.following import ServicesFollowingAnswer
from kb.questions.plain import cells


class Line(Row):
    """A line of an answer that the package does not have."""

    who: Annotated[str, Prop("Who")]
    part: Annotated[float | None, Prop("Part", spared=2)] = None
    low_part: Annotated[float | None, Prop("Least part", detail=True)] = None
    amount: Annotated[float | None, Prop("Amount", spared=1)] = None


class Lines(Answer):
    """Its answer."""

    total_count: Annotated[int, Prop("Rows")]
    caveats: Annotated[tuple[str, ...], Prop("None")] = ()
    rows: Annotated[tuple[Line, ...], Prop("Rows")]


class Share(Row):
    """How often a word stands."""

    word: Annotated[str, Prop("Word")]
    count: Annotated[int, Prop("How often")]


class Sum(Row):
    """A sum over lines."""

    kind: Annotated[str, Prop("Which")]
    firms: Annotated[int, Prop("How many firms")]
    amount: Annotated[float | None, Prop("Amount")] = None
    words: Annotated[tuple[Share, ...], Prop("Words")] = ()


class Summed(Lines):
    """An answer with sums."""

    totals: Annotated[tuple[Sum, ...], Prop("Sums")] = ()


LINES = Lines(total_count=3, rows=(Line(who="a", part=0.5, low_part=0.25), Line(who="b"), Line(who="c")))


def shown(form: str, capsys: pytest.CaptureFixture[str]) -> Any:
    show(LINES, form, 2, 0)
    return capsys.readouterr()


def test_a_table_leaves_details_and_what_is_empty_to_the_other_forms(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown("table", capsys)
    head, _, *lines = [line.split() for line in out.splitlines() if line.strip()]
    assert head == ["who", "part"]
    assert lines == [["a", "0.500000"], ["b"]]
    assert "Not shown: lowPart, amount" in err
    assert "… and 1 more row (" in err


def test_cells_stay_whole_where_the_terminal_is_narrower(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is spared goes first; an id is never cut, folded or taken for markup."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    long = f"org:[b]{'0123456789' * 6}"
    show(Lines(total_count=1, rows=(Line(who=long, part=0.5, amount=1.0),)), "table", 20, 0)
    out, err = capsys.readouterr()
    assert [line.strip() for line in out.splitlines()][2] == long
    assert "Not shown: part, lowPart, amount" in err


@pytest.mark.parametrize(("room", "columns"), [(68, ["who", "part"]), (67, ["who"])])
def test_a_column_is_spared_before_a_cell_is_cut(
    room: int, columns: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(room))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    who = f"org:{'z' * 52}"
    show(Lines(total_count=1, rows=(Line(who=who, part=0.5, amount=1.0),)), "table", 20, 0)
    head, _, line = capsys.readouterr().out.splitlines()
    assert re.sub(r"\x1b\[[0-9;]*m", "", head).split() == columns
    assert line.split()[0] == who
    assert len(line) <= room


def test_totals_stand_under_a_table_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    words = (Share(word="STAYS", count=2), Share(word="GOES", count=1))
    totals = (Sum(kind="A", firms=7, amount=12_345.0, words=words), Sum(kind="B", firms=1))
    show(Summed(total_count=2, rows=LINES.rows, totals=totals), "table", 2, 0)
    below = capsys.readouterr().out.partition("Totals, over all rows:\n")[2].splitlines()
    head, _, *lines = [line.split() for line in below]
    assert head == ["kind", "amount", "words"]
    assert lines == [["A", "12,345", "STAYS", "2,", "GOES", "1"], ["B"]]
    for form in ("csv", "json"):
        assert "Totals" not in shown(form, capsys).out


def test_csv_has_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("csv", capsys).out == "who,part,lowPart,amount\na,0.5,0.25,\nb,,,\n"


@pytest.mark.parametrize(
    ("room", "kept"),
    [(30, ["who", "part", "amount"]), (20, ["who", "part", "amount"]), (19, ["who", "part"]), (3, ["who"])],
)
def test_a_narrow_table_does_without_the_spared_ones_in_their_order(room: int, kept: list[str]) -> None:
    assert spared(cells(Lines)) == ["amount", "part"]
    assert fitting({"who": 4, "part": 4, "amount": 6}, spared(cells(Lines)), room) == kept


def test_who_and_what_and_how_it_ends_are_always_there() -> None:
    columns = cells(ServicesFollowingAnswer)
    always = {p.name for p in columns} - {p.name for p in columns if p.prop.spared or p.prop.detail}
    assert always == {"provider", "service", "follow", "verdict"}
    numbers = sorted(p.prop.spared for p in columns if p.prop.spared)
    assert numbers == list(range(1, len(numbers) + 1))
