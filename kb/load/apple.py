"""Apple's supplier lists: which firm has sites for Apple in which province.

Source: the lists that Apple publishes of its suppliers' sites, put into one file for 2012-2018 and 2020-2022 by
CommonWealth Magazine (cwgrouptw/data on GitHub, `apple-supplier-list/apple-supplier-list.csv`), MIT licence. Two
tables of ours are read beside it: `apple_supplier_names.csv` (name as listed -> firm) and `org_same_as.csv`
(which firm is which organisation of other sources).

Lists to 2018 count street addresses, those from 2020 supplier and province, so everything is counted as supplier
x province: a firm in a province is one link with `sites` 1, however many addresses it has there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.aids import aids_beside, same_organisations
from kb.load.apple_facts import Listed, lists_to_facts
from kb.load.apple_places import place
from kb.load.facts import Facts, slug
from kb.load.tables import read_table

__all__ = ["LISTS", "NAMED_ELSEWHERE", "Line", "Lists", "get", "listed", "transform", "unplaced"]

LISTS = (2018, 2022)
"""the lists that the starter knowledge base has"""

NAMED_ELSEWHERE = frozenset({"hub:mex-chihuahua-electronics"})
"""hubs of other lists of the file that links of other sources end at"""

_FILE = "apple-supplier-list_apple-supplier-list.csv"
_NAMES = "apple_supplier_names.csv"
_COLUMNS = ("year", "supplier_name", "country", "supplier_address")


@dataclass(frozen=True)
class Line:
    """One line of a list."""

    year: int
    name: str
    """of the supplier, as listed"""
    country: str
    address: str
    """full to 2018, the province after"""


@dataclass(frozen=True)
class Lists:
    """The file and its two companions, as they stand."""

    lines: tuple[Line, ...]
    firms: dict[str, str]
    """name as listed -> firm"""
    same_as: dict[str, str]
    """firm -> id of the organisation"""


def get(path: Path, aids: Path | None = None) -> Lists:
    """Reads the file, or the folder that has it; `aids` is the folder of the two tables (default: beside it).

    BadInput names the file, row and column where something is missing or malformed.
    """
    file = path / _FILE if path.is_dir() else path
    rows = read_table(file, _COLUMNS)
    folder = aids_beside(file, aids, _NAMES)
    names = read_table(folder / _NAMES, ("name_as_listed", "canonical"))
    return Lists(
        lines=tuple(
            Line(_year(row["year"], file, number), row["supplier_name"], row["country"], row["supplier_address"])
            for number, row in enumerate(rows, start=2)
        ),
        firms={_one_line(row["name_as_listed"]): row["canonical"] for row in names},
        same_as=same_organisations(folder, "apple_suppliers"),
    )


def transform(
    lists: Lists, years: Collection[int] = LISTS, named_elsewhere: Collection[str] = NAMED_ELSEWHERE
) -> Facts:
    """Hubs, organisations, OPERATES_IN, SUPPLIES and the hubs' part of their sector, from the lists of `years`.

    Sites that cannot be placed are left out (`unplaced` has them). BadInput where the file lacks a year.
    """
    for year in sorted(set(years) - {line.year for line in lists.lines}):
        raise BadInput(f"The file has no list of {year}.", argument="years", hint="Name years that it has.")
    others = {line.year for line in lists.lines} - set(years)
    return lists_to_facts(
        listed(lists, years),
        published={year: date(year, 1, 1) for year in sorted(years)},
        other_hubs=[row for row in listed(lists, others) if row.hub in named_elsewhere],
    )


def listed(lists: Lists, years: Collection[int]) -> list[Listed]:
    """The lines of these years with firm and place worked out; `place` is None where it cannot be told."""
    return [
        Listed(line.year, _one_line(line.name), _organisation(lists, line.name), place(line.country, line.address))
        for line in lists.lines
        if line.year in years
    ]


def unplaced(lists: Lists, years: Collection[int] = LISTS) -> list[Line]:
    """Lines of these years whose place cannot be told from what they say."""
    return [line for line in lists.lines if line.year in years and place(line.country, line.address) is None]


def _organisation(lists: Lists, name: str) -> str:
    firm = lists.firms.get(_one_line(name), _one_line(name))
    return lists.same_as.get(firm) or f"org:{slug(firm)}"


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _year(text: str, file: Path, number: int) -> int:
    if not text.isdecimal():
        hint = "Give a year of four digits."
        raise BadInput(f"{file}:{number}:year: {text!r} is no year.", hint=hint)
    return int(text)
