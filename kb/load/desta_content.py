"""What DESTA's treaties have rules on, as LABPTA and TREND coded their texts.

An entry of a list is what a text confirms; one that is missing is no denial.

- LABPTA `depth_index` is DESTA's additive index 0..7: full free trade, and substantive rules on services, investment,
  standards, public procurement, competition and intellectual property. Seven means all of them.
- LABPTA `LP_depth_6values` grades labour provisions 0..5. LABOUR from 2 on: grade 1 may be words of the preamble only.
- TREND codes norms on the environment wherever in a text they stand. ENVIRONMENT: one of them stands outside the
  preamble, the exceptions to trade rules (8) and the relations to other treaties (14). A norm coded within the rules
  on services, investment, procurement, intellectual property or sanitary measures shows that the treaty has such
  rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.load.facts import slug

__all__ = ["LABOUR_COLUMNS", "TREND_COLUMNS", "Content", "from_labour", "from_trend"]

LABOUR_COLUMNS = ("Number", "Name", "LP_depth_6values", "depth_index")
TREND_COLUMNS = ("Trade.Agreement", "Year")

_ALL_SEVEN = frozenset({"SERVICES", "INVESTMENT", "PROCUREMENT", "COMPETITION", "IPR"})
_LABOUR_FROM = 2
_NORMS = (
    ("ENVIRONMENT", re.compile(r"X(?:[2-7]|9|1[0-3])\.")),
    ("SERVICES", re.compile(r"X8\.09\.0[12356]\.")),
    ("INVESTMENT", re.compile(r"X8\.03\.")),
    ("PROCUREMENT", re.compile(r"X8\.05\.0[123]\.")),
    ("IPR", re.compile(r"X8\.04\.0[13]\.")),
    ("HEALTH_MEASURES", re.compile(r"X8\.10\.")),
)


@dataclass(frozen=True)
class Content:
    """What one source says of one treaty's content."""

    source: str
    provisions: frozenset[str]
    depth: int | None = None


def from_labour(rows: Iterable[Mapping[str, str]], names: Mapping[str, str]) -> dict[str, Content]:
    """DESTA number -> content by LABPTA. `names`: DESTA number -> name; a row that names another treaty is left out."""
    found = {}
    for row in rows:
        number = row["Number"]
        if not _same(names.get(number, ""), row["Name"]):
            continue
        depth = _whole(row["depth_index"])
        labour = (_whole(row["LP_depth_6values"]) or 0) >= _LABOUR_FROM
        provisions = (_ALL_SEVEN if depth == len(_ALL_SEVEN) + 2 else frozenset()) | (
            {"LABOUR"} if labour else frozenset()
        )
        found[number] = Content("source:labpta", provisions, depth)
    return found


def from_trend(rows: Iterable[Mapping[str, str]], names: Mapping[str, str]) -> dict[str, Content]:
    """DESTA number -> content by TREND, whose rows are called `<number>_<name>_<year>`."""
    found = {}
    for row in rows:
        number, _, name = row["Trade.Agreement"].replace(" ", "_").partition("_")
        if not _same(names.get(number, ""), re.sub(r"_\d{4}$", "", name)):
            continue
        columns = [column for column, value in row.items() if value == "1"]
        words = frozenset(word for word, norm in _NORMS if any(norm.match(column) for column in columns))
        if words:
            found[number] = Content("source:trend", words)
    return found


def _same(ours: str, theirs: str) -> bool:
    """Whether at least half of the words of the shorter name stand in the longer one."""
    one, other = set(slug(ours).split("-")) - {""}, set(slug(theirs).split("-")) - {""}
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def _whole(text: str) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None
