"""How faults of a folder are told: the first ones each, those after them by kind."""

from __future__ import annotations

from kb.errors import BadFacts, Problem


def lines(problems: list[Problem]) -> list[str]:
    return str(BadFacts(problems, hint="Mend them.")).splitlines()


def ends(count: int, column: str = "from") -> list[Problem]:
    return [Problem(f"links/ENACTS.csv:{row}:{column}", f"x:{row}", "a node", "Add it.") for row in range(2, count + 2)]


def test_few_are_told_each() -> None:
    assert lines(ends(1)) == ["1 fault:", "links/ENACTS.csv:2:from: 'x:2': a node. Add it.", "Mend them."]
    assert lines(ends(10))[1:-1] == [str(problem) for problem in ends(10)]


def test_the_rest_is_one_line_a_file_column_and_rule() -> None:
    other = Problem("nodes/Good.csv:7:id", "b", "an id", "")
    told = lines([*ends(179), other, *ends(2, "to")])
    assert told[0] == "182 faults:"
    assert told[1:11] == [str(problem) for problem in ends(10)]
    assert told[11:] == [
        "… and 169 more in links/ENACTS.csv:from: 'x:12', 'x:13', 'x:14', …: a node",
        "nodes/Good.csv:7:id: 'b': an id.",
        "… and 2 more in links/ENACTS.csv:to: 'x:2', 'x:3': a node",
        "Mend them.",
    ]


def test_a_value_is_told_once() -> None:
    same = [Problem("links/ENACTS.csv:2:from", "x:1", "a node", "Add it.")]
    assert lines(ends(10) + same * 30)[11] == "… and 30 more in links/ENACTS.csv:from: 'x:1': a node"


def test_kinds_without_end_are_counted() -> None:
    told = lines([*ends(10), *(Problem(f"nodes/Good.csv:2:c{n}", "", "a rule") for n in range(45))])
    assert told[-2] == "… and 5 more of other kinds"
    assert len(told) == 53


def test_a_place_without_row_or_column_is_the_file() -> None:
    assert str(Problem("nodes/Countries.csv::", "Countries", "known")) == "nodes/Countries.csv: 'Countries': known."
    assert str(Problem("nodes/Good.csv:3:", "x", "short")) == "nodes/Good.csv:3: 'x': short."
