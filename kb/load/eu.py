"""The European Union as a government, and the countries it governs from accession to exit.

Source: the curated facts on agreements and coalitions (folder `curated` in the CSV form), where each membership of
`coalition:eu` stands with its dates and its own sources; the same rows are read here as GOVERNS.
Overseas territories of members that have a code of their own are not members: only their own government is stated.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.tables import read_table

__all__ = ["get", "transform"]

_MEMBERS = "links/MEMBER_OF.agreements.csv"
_SOURCES = "nodes/Source.agreements.csv"
_COALITION = "coalition:eu"
_HINT = "Name the folder of curated facts: it has nodes/ and links/ in the CSV form."


def get(path: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the EU's members, and of the sources that state them. BadInput where a file or column is missing."""
    rows = read_table(path / _MEMBERS, ("from", "to", "since", "until", "sources"))
    members = [row for row in rows if row["to"] == _COALITION]
    if not members:
        raise BadInput(f"{path / _MEMBERS} has no member of {_COALITION}.", argument="path", hint=_HINT)
    cited = {source for row in members for source in row["sources"].split("|")}
    sources = read_table(path / _SOURCES, ("id", "name", "title"))
    return members, [row for row in sources if row["id"] in cited]


def transform(raw: tuple[list[dict[str, str]], list[dict[str, str]]]) -> Facts:
    """`government:eu`, since the first accession, and what it governs. BadInput for a malformed id or date."""
    members, sources = raw
    facts = Facts()
    for source in sources:
        facts.node("Source", **_source(source))
    spans = {row["from"]: (_day(row, "since"), _day(row, "until")) for row in members}
    facts.node(
        "Government",
        id="government:eu",
        name="European Union",
        aliases=("EU", "European Economic Community", "European Community"),
        kind="SUPRANATIONAL",
        since=min((since for since, _ in spans.values() if since), default=None),
        sources=tuple(dict.fromkeys(source for row in members for source in row["sources"].split("|"))),
    )
    for row in members:
        since, until = spans[row["from"]]
        facts.link(
            "GOVERNS",
            "government:eu",
            _country(row["from"]),
            since=since,
            until=until,
            basis="OBSERVED",
            sources=tuple(row["sources"].split("|")),
        )
    return facts


def _source(row: dict[str, str]) -> Row:
    days = {"published", "retrieved"}
    return {key: _day(row, key) if key in days else value for key, value in row.items() if value}


def _country(government: str) -> str:
    prefix, _, iso3 = government.partition(":")
    if prefix != "government" or len(iso3) != 3:
        raise BadInput(f"{_MEMBERS}: {government!r} is no government of a country.", argument="path", hint=_HINT)
    return f"country:{iso3}"


def _day(row: dict[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row.get(column) else None
    except ValueError as error:
        raise BadInput(
            f"{column} is {row[column]!r}.", argument="path", rule="a date YYYY-MM-DD", hint="Mend the row."
        ) from error
