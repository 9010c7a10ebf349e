"""What the loaders of country scores share: names to codes, and an indicator with its SCORES links."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.iso import iso3_by_name

__all__ = ["code_of", "number", "score"]


def code_of(name: str, place: str, spellings: Mapping[str, str | None]) -> str | None:
    """Alpha-3 code of a name in a table.

    `spellings`: the table's own, each with its code, or None for what is no country of ISO (a region, a former
    state). BadInput for a name that neither they nor `kb.load.iso` know.
    """
    name = name.strip()
    if name in spellings:
        return spellings[name]
    code = iso3_by_name(name)
    if code is None:
        raise BadInput(
            f"{place}: {name!r} is no known country.",
            argument="path",
            hint="Correct the name, or remove the row.",
        )
    return code


def number(text: str, what: str, high: float, hint: str) -> float:
    """A score from 0 to `high`; `what` names it and its place. BadInput where the text is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= high:
        raise BadInput(f"{what} is {text!r}.", argument="path", rule=f"0..{high:g}", hint=hint)
    return value


def score(facts: Facts, indicator: Row, values: Mapping[str, tuple[float, int]], *, rule: str | None = None) -> None:
    """State the indicator, and for each code (alpha-3) its value and the last year that the value speaks of.

    A value says nothing about the time before: the link holds from 1 January of that year. `rule` names the
    computation where no source states the value itself.
    """
    facts.node("Indicator", **indicator)
    for iso3, (value, year) in sorted(values.items()):
        facts.link(
            "SCORES",
            f"country:{iso3.lower()}",
            indicator["id"],
            value=value,
            year=year,
            since=date(year, 1, 1),
            basis="OBSERVED" if rule is None else "INFERRED",
            rule=rule,
            sources=indicator["sources"],
        )
