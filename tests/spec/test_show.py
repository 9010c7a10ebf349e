"""How an answer of any question is shown: what a table leaves out follows from the declaration of its rows."""

from __future__ import annotations

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
    assert "1 more rows" in err


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
