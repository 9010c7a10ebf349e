"""Who was bound by a DESTA treaty, from when to when, and on which side.

A treaty starts with the members of its base record. Later records of the same treaty add (accession) and remove
(withdrawal) members. DESTA's years stand for 1 January.

- Side codes of a base record: 0 is a side of its own, any other code groups members that the treaty does not bind
  to each other (the European Community in its treaties with others).
- An accession starts with its entry into force; where only its signature is stated, with the entry into force of the
  enlargement that the same country signed that year (DESTA's Czech accession of 2003 to a treaty of the European
  Community holds from 2004, when the enlargement does), else with the year that the record has.
- Who leaves a bloc leaves the bloc's side of its treaties. For the United Kingdom in treaties of the European Union
  with others that is the end of the transition period, during which it was to be treated as a member state
  (Withdrawal Agreement, article 129).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

__all__ = ["LEFT_EU_SOURCE", "Party", "Record", "parties"]

LEFT_EU_SOURCE = "source:ukparl-eu-treaties"

_EU_TREATIES = frozenset({"293", "300", "324", "327", "335", "343"})
_LEFT_EU, _LEFT_EU_MARKET = date(2020, 2, 1), date(2021, 1, 1)
_EFTA = "375"
_BLOCS = {"EU": frozenset({"DEU", "FRA"}), "EFTA": frozenset({"CHE", "NOR"})}
"""members without which a side is not that bloc's"""


@dataclass(frozen=True)
class Record:
    """One row of DESTA.csv."""

    number: str
    base: str
    name: str
    entry: str
    year: int | None
    """of signature"""
    in_force: int | None
    members: tuple[tuple[str, str | None], ...]
    """(alpha-3 code, side code); members without an ISO code of today are left out"""
    wto_name: str | None = None


@dataclass(frozen=True)
class Party:
    """One government's time under a treaty."""

    iso3: str
    since: date
    until: date | None = None
    side: str | None = None
    sources: tuple[str, ...] = ()
    """sources beside DESTA"""


def parties(records: Sequence[Record]) -> dict[str, list[Party]]:
    """Number of the treaty -> its parties, for every treaty that is in force at some time.

    `records`: all rows of DESTA; base treaties, protocols and amended treaties are treaties, accessions and withdrawals
    change them. A treaty that never entered into force binds nobody and has no entry.
    """
    enlargements = _enlargements(records)
    joiners = _eu_joiners(records)
    exits = _efta_exits(records)
    found = {}
    for record in records:
        if record.entry not in ("base_treaty", "protocol or amendment", "consolidated") or not in_force(record):
            continue
        bound = _founders(record)
        for change in _changes(records, record.number):
            if change.entry == "withdrawal":
                bound = _withdraw(bound, change)
            else:
                bound = _accede(bound, change, enlargements, joiners)
        found[record.number] = [_without_bloc(record.number, party, bound, exits) for party in bound]
    return found


def in_force(record: Record) -> date | None:
    """The day from which it holds; None where no year is stated, or one before the signature."""
    if record.in_force is None or (record.year is not None and record.in_force < record.year):
        return None
    return date(record.in_force, 1, 1)


def _founders(record: Record) -> list[Party]:
    start = in_force(record)
    assert start is not None
    grouped = next((code for _, code in record.members if code not in ("0", None)), None)
    side = {"0": None, None: grouped}
    return [Party(iso3, start, None, side.get(code, code)) for iso3, code in record.members]


def _changes(records: Iterable[Record], number: str) -> list[Record]:
    found = [r for r in records if r.base == number and r.year is not None and r.entry in ("accession", "withdrawal")]
    return sorted(found, key=lambda r: (r.year or 0, r.entry, r.number))


def _enlargements(records: Iterable[Record]) -> dict[tuple[str, int], int]:
    """(country, year it signed an accession of its own) -> year in force, where DESTA states both, the first."""
    found: dict[tuple[str, int], int] = {}
    for record in records:
        if record.entry == "accession" and record.year and record.in_force and record.in_force >= record.year:
            for iso3, code in record.members:
                if code == "1":
                    key = (iso3, record.year)
                    found[key] = min(found.get(key, record.in_force), record.in_force)
    return found


def _eu_joiners(records: Iterable[Record]) -> frozenset[str]:
    return frozenset(
        iso3
        for r in records
        if r.base in _EU_TREATIES and r.entry == "accession"
        for iso3, code in r.members
        if code == "1"
    )


def _accede(
    bound: list[Party],
    change: Record,
    enlargements: dict[tuple[str, int], int],
    joiners: frozenset[str],
) -> list[Party]:
    now = {party.iso3: party for party in bound if party.until is None}
    named = {iso3 for iso3, code in change.members if code == "1"}
    known = [now[iso3] for iso3, _ in change.members if iso3 in now and iso3 not in named]
    if not known:  # the record speaks of another treaty
        return bound
    start = min(party.since for party in bound)
    added = []
    for iso3, _ in change.members:
        if iso3 in now or (named and iso3 not in named):
            continue
        assert change.year is not None
        year = change.in_force or 0
        if year < change.year:
            year = enlargements.get((iso3, change.year), change.year)
        side = _joined_side(bound, known, bool(named), iso3 in joiners)
        added.append(Party(iso3, max(start, date(year, 1, 1)), None, side))
    return bound + added


def _joined_side(bound: Sequence[Party], known: Sequence[Party], named: bool, in_eu: bool) -> str | None:
    """Who joins the European Union stands on its side; who joins another bloc, opposite to whom the record repeats;
    who joins a bloc's treaty by itself, with those who are not the bloc."""
    sides = {party.side for party in bound}
    if in_eu and (eu := _sides_of("EU", bound)):
        rest = eu
    elif named:
        rest = sides - _sides_of("EU", bound) - _sides_of("EFTA", bound) if len(sides) > 1 else set()
    else:
        rest = sides - {party.side for party in known}
    return min(rest, key=str) if len(rest) == 1 else None


def _sides_of(bloc: str, bound: Sequence[Party]) -> set[str | None]:
    """The side that has the bloc's core: at most one."""
    return {side for side in {p.side for p in bound} if _BLOCS[bloc] <= {p.iso3 for p in bound if p.side == side}}


def _withdraw(bound: list[Party], change: Record) -> list[Party]:
    gone = {iso3 for iso3, code in change.members if code == "1"}
    end = date(change.in_force or change.year or 0, 1, 1)
    return [
        replace(party, until=end) if party.iso3 in gone and party.until is None and party.since < end else party
        for party in bound
    ]


def _efta_exits(records: Iterable[Record]) -> dict[str, date]:
    return {
        iso3: date(r.in_force or r.year or 0, 1, 1)
        for r in records
        if r.base == _EFTA and r.entry == "withdrawal"
        for iso3, code in r.members
        if code == "1"
    }


def _without_bloc(number: str, party: Party, bound: Sequence[Party], efta: dict[str, date]) -> Party:
    side = {p.iso3 for p in bound if p.side == party.side}
    in_eu = party.side is not None or number in _EU_TREATIES
    if party.iso3 == "GBR" and in_eu and side >= _BLOCS["EU"]:
        end = _LEFT_EU if number in _EU_TREATIES else _LEFT_EU_MARKET
        return replace(party, until=end, sources=(LEFT_EU_SOURCE,))
    end_efta = efta.get(party.iso3)
    in_efta = party.side is not None and side >= _BLOCS["EFTA"]
    if in_efta and end_efta and party.until is None and party.since < end_efta:
        return replace(party, until=end_efta)
    return party
