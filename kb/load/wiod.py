"""Who sells how much to whom, industry by industry and country by country, in 2011.

Source: World Input-Output Database, release 2013 (Timmer, Dietzenbacher, Los, Stehrer, de Vries 2015, "An Illustrated
User Guide to the World Input-Output Database", doi 10.1111/roie.12178; wiod.org), which asks to be cited; re-cut to
`wiod2011_nodes.csv` (node, gross_output_musd), `wiod2011_edges.csv.gz` (supplier, user, musd) and
`wiod_industries.csv`. Values are whole million US$. 35 industries of 40 countries and of the rest of the world, which
lies in no country; flows that round to 0 are not in the table.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts, Row
from kb.load.iso import codes
from kb.load.tables import read_table

__all__ = ["BUYERS", "SELLERS", "SOURCE", "YEAR", "Flow", "Table", "chunks", "get", "transform"]

SOURCE = "source:wiod-2013"
YEAR = 2011

SELLERS = frozenset({"c23", "c24", "c25", "c26", "c27", "c28", "c30"})
"""Industries that sell services to hubs: transport, post and telecommunications, finance, business services."""
BUYERS = frozenset({"c14"})
"""Industries of the starter knowledge base's hubs, whose purchases it has: electrical and optical equipment."""

_MILLION = 1_000_000.0
_REST = "RoW"
_RENAMED = {"ROM": "ROU"}
_HINT = "Take the three files again from their owner, unchanged."


@dataclass(frozen=True, slots=True)
class Flow:
    """Sales of one sector (`CHN.c28`) to another."""

    supplier: str
    user: str
    musd: float


@dataclass(frozen=True)
class Table:
    """The table as its files have it."""

    outputs: dict[str, float]
    """sector -> gross output, million US$"""
    industries: dict[str, str]
    """industry -> name"""
    flows: tuple[Flow, ...]


def get(path: Path) -> Table:
    """Reads the folder's three files. BadInput names the file, row and column at fault."""
    nodes = path / "wiod2011_nodes.csv"
    outputs = {
        row["node"]: _number(row["gross_output_musd"], f"{nodes}:{number}:gross_output_musd")
        for number, row in enumerate(read_table(nodes, ("node", "gross_output_musd")), start=2)
    }
    industries = {row["code"]: row["name"] for row in read_table(path / "wiod_industries.csv", ("code", "name"))}
    _check_sectors(outputs, industries, nodes)
    return Table(outputs, industries, tuple(_flows(path / "wiod2011_edges.csv.gz", outputs)))


def transform(table: Table, countries: Collection[str] | None = None) -> Facts:
    """All sectors and flows; with `countries` (alpha-3) only what the hubs there buy of services at home.

    That is, the sectors in SELLERS and BUYERS of these countries, and the flows from the ones to the others.
    `chunks` gives the whole table in parts.
    """
    facts = Facts()
    for part in chunks(table, countries):
        for label, nodes in part.nodes.items():
            facts.nodes.setdefault(label, []).extend(nodes)
        for kind, links in part.links.items():
            facts.links.setdefault(kind, []).extend(links)
    return facts


def chunks(table: Table, countries: Collection[str] | None = None, size: int = 5000) -> Iterator[Facts]:
    """The same as `transform`, first the source and the sectors, then the flows, `size` at a time."""
    wanted = None if countries is None else {iso3.upper() for iso3 in countries}
    yield _sectors(table, wanted)
    part: list[Row] = []
    for flow in table.flows:
        if _wanted_flow(flow, wanted):
            part.append(_supplies(flow, table))
        if len(part) == size:
            yield Facts(links={"SUPPLIES": part})
            part = []
    if part:
        yield Facts(links={"SUPPLIES": part})


def _sectors(table: Table, wanted: set[str] | None) -> Facts:
    facts = Facts()
    facts.node(
        "Source",
        id=SOURCE,
        name="World Input-Output Database, release 2013",
        title="World Input-Output Database, release 2013: world input-output table of 2011",
        publisher="Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015)",
        url="http://www.wiod.org/",
        licence="asks for citation",
        retrieved=date(2026, 11, 24),
    )
    names = {code.iso3: code.name for code in codes()}
    for sector, output in table.outputs.items():
        iso3, industry = _parts(sector)
        if wanted is not None and (iso3 not in wanted or industry not in SELLERS | BUYERS):
            continue
        facts.node(
            "Sector",
            id=_id(sector),
            name=f"{names.get(iso3, 'Rest of the world')}: {table.industries[industry]}",
            industry=industry,
            output_usd=output * _MILLION,
            year=YEAR,
            sources=(SOURCE,),
        )
        if iso3 in names:
            facts.link("LOCATED_IN", _id(sector), f"country:{iso3.lower()}", basis="OBSERVED", sources=(SOURCE,))
    return facts


def _wanted_flow(flow: Flow, wanted: set[str] | None) -> bool:
    if wanted is None:
        return True
    (seller_country, seller), (buyer_country, buyer) = _parts(flow.supplier), _parts(flow.user)
    return seller_country == buyer_country and buyer_country in wanted and seller in SELLERS and buyer in BUYERS


def _supplies(flow: Flow, table: Table) -> Row:
    output = table.outputs[flow.supplier]
    return {
        "from": _id(flow.supplier),
        "to": _id(flow.user),
        "value_usd": flow.musd * _MILLION,
        # Roundings can make a sector's output 0, or smaller than what it sells.
        "seller_share": flow.musd / output if 0 < output >= flow.musd else None,
        "year": YEAR,
        "basis": "OBSERVED",
        "sources": (SOURCE,),
    }


def _parts(sector: str) -> tuple[str, str]:
    country, _, industry = sector.partition(".")
    return _RENAMED.get(country, country), industry


def _id(sector: str) -> str:
    country, industry = _parts(sector)
    return f"sector:{country.lower()}-{industry}"


def _check_sectors(outputs: Iterable[str], industries: Collection[str], file: Path) -> None:
    known = {code.iso3 for code in codes()} | {_REST}
    for number, sector in enumerate(outputs, start=2):
        country, industry = _parts(sector)
        if country not in known or industry not in industries:
            raise BadInput(f"{file}:{number}:node: {sector!r} is no country.industry.", argument="path", hint=_HINT)


def _flows(file: Path, outputs: Collection[str]) -> Iterator[Flow]:
    names = {sector: sector for sector in outputs}
    try:
        with gzip.open(file, "rb") as raw:
            reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""), strict=True)
            if next(reader, None) != ["supplier", "user", "musd"]:
                raise BadInput(f"{file}:1: the columns are not supplier,user,musd.", argument="path", hint=_HINT)
            for row in reader:
                place = f"{file}:{reader.line_num}"
                if len(row) != 3 or row[0] not in names or row[1] not in names:
                    raise BadInput(f"{place}: {row!r} names no two sectors.", argument="path", hint=_HINT)
                yield Flow(names[row[0]], names[row[1]], _number(row[2], f"{place}:musd"))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file} cannot be read: {error}.", argument="path", hint=_HINT) from error


def _number(text: str, place: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise BadInput(f"{place}: {text!r} is no amount in million US$.", argument="path", hint=_HINT)
    return number
