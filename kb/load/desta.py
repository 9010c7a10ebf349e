"""Trade agreements since 1948 with their parties, from DESTA.

Design of Trade Agreements (DESTA): Andreas Dür, Leonardo Baccini, Manfred Elsig, "The Design of International Trade
Agreements: Introducing a New Dataset", Review of International Organizations 9 (2014), doi 10.1007/s11558-013-9179-8;
with labour provisions (LABPTA: Raess, Sari 2018) and environmental norms (TREND: Morin, Dür, Lechner 2018), all as
the package manytrade 0.4.0 carries them, CC BY 4.0: github.com/globalgov/manytrade, `data-raw/agreements`. A folder
with `DESTA.csv`, `LABPTA.csv` and `TREND.csv`, as they stand there.

What becomes a node: base treaties, protocols and amendments, and a treaty as amended where its protocol has no row of
its own; a consolidated text of a protocol that has a row, and negotiations, do not. Accessions and withdrawals are
periods of PARTY_TO. What was never in force has no PARTY_TO, because a link without a date would hold at every date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.desta_content import LABOUR_COLUMNS, TREND_COLUMNS, Content, from_labour, from_trend
from kb.load.desta_names import CURATED, agreement_ids, kind_of, named_provisions
from kb.load.desta_parties import LEFT_EU_SOURCE, Record, in_force, parties
from kb.load.desta_read import whole
from kb.load.facts import Facts
from kb.load.iso import iso3_by_numeric
from kb.load.tables import read_table

__all__ = ["Raw", "get", "transform", "treaties"]

SOURCE = "source:desta"
_WHERE = "Give the folder that has DESTA.csv, LABPTA.csv and TREND.csv of the package manytrade (CC BY 4.0)."
_COLUMNS = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "wto_name", "c1", "mc1")
_ENTRIES = frozenset({"base_treaty", "accession", "withdrawal", "consolidated", "negotiation", "protocol or amendment"})
_READ = date(2026, 11, 24)


@dataclass(frozen=True)
class Raw:
    """The three files, read."""

    records: tuple[Record, ...]
    unplaced: dict[str, tuple[str, ...]]
    """numeric codes of members that ISO 3166-1 does not have today -> numbers of the records they were left out of"""
    labour: tuple[dict[str, str], ...] = ()
    environment: tuple[dict[str, str], ...] = ()


def get(path: Path) -> Raw:
    """Read the folder. Raises BadInput naming file, row and column."""
    rows = read_table(path / "DESTA.csv", _COLUMNS, delimiter=";", hint=_WHERE)
    unplaced: dict[str, tuple[str, ...]] = {}
    records = tuple(_record(row, number, unplaced) for number, row in enumerate(rows, start=2))
    labour = read_table(path / "LABPTA.csv", LABOUR_COLUMNS, hint=_WHERE)
    environment = read_table(path / "TREND.csv", TREND_COLUMNS, delimiter=";", hint=_WHERE)
    return Raw(records, unplaced, tuple(labour), tuple(environment))


def treaties(records: Sequence[Record]) -> list[Record]:
    """The records that are treaties of their own, in the order of the file."""
    numbers = {record.number for record in records}
    found = []
    for record in records:
        alone = record.entry == "consolidated" and record.number.removesuffix("a") not in (numbers - {record.base})
        if record.year is not None and (record.entry in ("base_treaty", "protocol or amendment") or alone):
            found.append(record)
    return found


def transform(raw: Raw) -> Facts:
    """TradeAgreement and PARTY_TO of every treaty; of those that were read fact by fact only names and content."""
    facts = Facts()
    _sources(facts)
    rows = treaties(raw.records)
    names = {record.number: record.name for record in rows}
    ids = agreement_ids((record.number, record.name, record.year or 0) for record in rows)
    labour, trend = from_labour(raw.labour, names), from_trend(raw.environment, names)
    bound = parties(raw.records)
    for record in rows:
        contents = [content[record.number] for content in (labour, trend) if record.number in content]
        _agreement(facts, ids[record.number], record, contents)
        if record.number in CURATED:
            continue
        for party in bound.get(record.number, ()):
            facts.link(
                "PARTY_TO",
                f"government:{party.iso3.lower()}",
                ids[record.number],
                since=party.since,
                until=party.until,
                side=party.side,
                basis="OBSERVED",
                sources=(SOURCE, *party.sources),
            )
    return facts


def _agreement(facts: Facts, identifier: str, record: Record, contents: Sequence[Content]) -> None:
    own = record.number not in CURATED
    provisions = named_provisions(record.name).union(*(content.provisions for content in contents))
    facts.node(
        "TradeAgreement",
        id=identifier,
        name=record.name,
        aliases=(record.wto_name,) if record.wto_name and record.wto_name != record.name else (),
        kind=kind_of(record.name) if own else None,
        signed=date(record.year, 1, 1) if own and record.year else None,
        in_force=in_force(record) if own else None,
        depth=next((content.depth for content in contents if content.depth is not None), None),
        provisions=tuple(sorted(provisions)),
        sources=(SOURCE, *(content.source for content in contents)),
    )


def _record(row: dict[str, str], number: int, unplaced: dict[str, tuple[str, ...]]) -> Record:
    if row["entry_type"] not in _ENTRIES:
        raise BadInput(
            f"DESTA.csv:{number}:entry_type: {row['entry_type']!r} is not one of {', '.join(sorted(_ENTRIES))}.",
            hint=_WHERE,
            argument="path",
        )
    members = []
    for column in (name for name in row if name[0] == "c" and name[1:].isdecimal()):
        code = whole(row[column], "DESTA.csv", number, column)
        if code is None:
            continue
        side = whole(row.get(f"m{column}", "NA"), "DESTA.csv", number, f"m{column}")
        iso3 = iso3_by_numeric(code)
        if iso3:
            members.append((iso3, None if side is None else str(side)))
        else:
            unplaced[str(code)] = (*unplaced.get(str(code), ()), row["number"])
    return Record(
        number=row["number"],
        base=row["base_treaty"],
        name=row["name"].strip(),
        entry=row["entry_type"],
        year=whole(row["year"], "DESTA.csv", number, "year"),
        in_force=whole(row["entryforceyear"], "DESTA.csv", number, "entryforceyear"),
        members=tuple(dict(members).items()),
        wto_name=row["wto_name"].strip() if row["wto_name"] not in ("NA", "") else None,
    )


def _sources(facts: Facts) -> None:
    package = "https://github.com/globalgov/manytrade"
    for identifier, name, title, publisher, published in (
        (SOURCE, "DESTA", "Design of Trade Agreements (DESTA), 1948-2020", "Dür, Baccini, Elsig", date(2024, 1, 23)),
        ("source:labpta", "LABPTA", "Labor Provisions in Trade Agreements (LABPTA)", "Raess, Sari", date(2024, 1, 23)),
        ("source:trend", "TREND", "Trade and Environment Database (TREND)", "Morin, Dür, Lechner", date(2024, 1, 23)),
    ):
        facts.node(
            "Source",
            id=identifier,
            name=name,
            title=title,
            publisher=publisher,
            url=package,
            licence="CC BY 4.0",
            published=published,
            retrieved=_READ,
        )
    facts.node(
        "Source",
        id=LEFT_EU_SOURCE,
        name="International agreements: written statement of 30 January 2020",
        title="International agreements (written statement to the House of Commons)",
        publisher="UK Parliament, through Parallel Parliament",
        url="https://parallelparliament.co.uk/debate/2020-01-30/commons/written-statements/international-agreements/"
        "ministerial-extracts",
        published=date(2020, 1, 30),
        retrieved=_READ,
    )
