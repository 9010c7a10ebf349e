"""How often two governments vote alike in the UN General Assembly.

Source: Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data, through the R package unvotes
(dgrtwo/unvotes on GitHub, MIT), counted by pair of members: `iso2_a,iso2_b,votes,agreement`, where `agreement`
is the share of the `votes` roll calls of 2010-2020 in which both cast a vote and the votes were the same.

The figure pools eleven years, so it says nothing about a date before them: the links hold from 1 January of the
last year, 2020, which is also their `year`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.iso import iso3_by_iso2
from kb.load.tables import read_table

__all__ = ["LAST_YEAR", "SOURCE_ID", "Pair", "get", "transform"]

LAST_YEAR = 2020
SOURCE_ID = "source:unvotes"
_SOURCE: Row = {
    "id": SOURCE_ID,
    "name": "UN General Assembly votes",
    "title": "United Nations General Assembly Voting Data (Voeten, Strezhnev, Bailey), through unvotes",
    "publisher": "Erik Voeten; David Robinson (unvotes)",
    "url": "https://github.com/dgrtwo/unvotes",
    "licence": "MIT",
    "retrieved": date(2026, 11, 24),
    "exhaustive": True,
}
_CODES = {"YU": "SRB"}
"""The data keep Yugoslavia's code for the seat of Serbia, which they do not list otherwise."""

_COLUMNS = ("iso2_a", "iso2_b", "votes", "agreement")
_HINT = f"Name the file of pairs with the columns {', '.join(_COLUMNS)} (plain or .gz)."


@dataclass(frozen=True)
class Pair:
    """Two members (`iso3`) and their agreement 0..1 over `votes` roll calls."""

    a: str
    b: str
    votes: int
    agreement: float


def get(path: Path) -> list[Pair]:
    """The pairs as they stand, each once. BadInput where a row is no pair of countries with a share of agreement."""
    rows = read_table(path, _COLUMNS)
    return [_pair(f"{path.name}:{number}", row) for number, row in enumerate(rows, start=2)]


def _pair(place: str, row: dict[str, str]) -> Pair:
    codes = [_CODES.get(iso2) or iso3_by_iso2(iso2) for iso2 in (row["iso2_a"], row["iso2_b"])]
    try:
        votes, agreement = int(row["votes"]), float(row["agreement"])
    except ValueError as error:
        raise BadInput(f"{place}: votes or agreement is no number.", argument="path", hint=_HINT) from error
    if codes[0] is None or codes[1] is None or codes[0] == codes[1]:
        given = f"{row['iso2_a']!r}, {row['iso2_b']!r}"
        raise BadInput(f"{place}: {given} are not two ISO 3166-1 alpha-2 codes.", argument="path", hint=_HINT)
    if not 0 <= agreement <= 1 or votes < 1:
        raise BadInput(
            f"{place}: agreement {agreement} of {votes} votes.", rule="0..1 of at least one vote", hint=_HINT
        )
    return Pair(codes[0], codes[1], votes, agreement)


def transform(pairs: list[Pair], touching: Collection[str] | None = None) -> Facts:
    """ALIGNED_WITH in both orders.

    `touching`: alpha-3 codes; where given, only pairs with at least one of them are stated (both orders of all
    pairs are 37,000 links). BadInput where a pair stands twice.
    """
    facts = Facts()
    facts.node("Source", **_SOURCE)
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        ends = frozenset((pair.a, pair.b))
        if ends in seen:
            raise BadInput(f"The pair {pair.a}, {pair.b} stands twice.", argument="path", hint="Remove one row.")
        seen.add(ends)
        if touching is None or not ends.isdisjoint(touching):
            for start, end in ((pair.a, pair.b), (pair.b, pair.a)):
                facts.link(
                    "ALIGNED_WITH",
                    f"government:{start.lower()}",
                    f"government:{end.lower()}",
                    dimension="UN_VOTES",
                    score=pair.agreement,
                    year=LAST_YEAR,
                    since=date(LAST_YEAR, 1, 1),
                    basis="OBSERVED",
                    sources=(SOURCE_ID,),
                )
    return facts
