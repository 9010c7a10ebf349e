"""Makes the starter knowledge base: `python -m kb.load.starter DATA_DIR OUT_DIR`.

DATA_DIR has a folder for each source, with the files as their owners publish them (`kb/data/starter/README.md` names
sources and licences); OUT_DIR gets the pack in the CSV form, the same bytes for the same files. Curated facts come
first: they name what several sources name.

Every row is checked before anything is written; a fault, or an end that no source gives, ends the run. What came in is
printed, and the headquarters that gave way to better known ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import BadFacts, BadInput, KbError, Problem
from kb.load import (
    apple,
    clouds,
    countries,
    cpi,
    csv_form,
    desta,
    desta_beside,
    eu,
    factbook_indicators,
    oxcgrt,
    stability,
    swift,
    unga,
    wiod,
    worldbank,
)
from kb.load.checking import check
from kb.load.derive_facts import inputs_from_facts
from kb.load.facts import Facts, Row
from kb.load.join import join_parts
from kb.load.placed import without_restated
from kb.load.run import read
from kb.load.staging import Staging, references
from kb.rules.colocation import serves

__all__ = ["Pack", "build", "checked", "main", "parts"]

_OXCGRT = "OxCGRT_timeseries_ContainmentHealthIndex_v1.csv"
_STABILITY = "worldbank_governence_indicator_2022_normalised.csv"


@dataclass(frozen=True)
class Pack:
    """The facts, and what the maker of the pack must know about them."""

    facts: Facts
    gave_way: tuple[tuple[str, Row], ...]
    """links of to-one types that another source's goes before"""
    inferred: int
    """SERVES links that rule R1 gives from these facts"""
    unplaced_offices: dict[str, int]
    """country -> bank offices that rule R1 left out, because their province is unknown"""
    without_table: tuple[str, ...]
    """countries with hubs but no input-output table: no inferred services there"""


def parts(data: Path) -> list[Facts]:
    """What each source states, the curated facts first. Raises BadInput where a file is missing or broken."""
    curated = read(data / "curated")
    banks = swift.transform(swift.get(data / "swift_bic"))
    curated = without_restated(curated, banks)
    lists = apple.transform(apple.get(data / "apple_suppliers"))
    pages = countries.get(data / "factbook")
    table = wiod.get(data / "wiod")
    hub_countries = _hub_countries((curated, lists))
    return [
        curated,
        countries.transform(pages),
        eu.transform(eu.get(data / "curated")),
        lists,
        banks,
        clouds.transform(clouds.get(data / "cloud_regions")),
        desta.transform(desta.get(data / "desta")),
        worldbank.transform(worldbank.get(data / "trade_agreements_2016" / "trade2016_agreements_provisions.csv.gz")),
        desta_beside.confirmed(),
        unga.transform(unga.get(data / "unga" / "unga_agreement_2010on.csv.gz"), hub_countries),
        wiod.transform(table, hub_countries),
        _sectors(table, (curated, lists)),
        factbook_indicators.transform(pages),
        stability.transform(stability.get(data / "stability" / _STABILITY)),
        oxcgrt.transform(oxcgrt.get(data / "oxcgrt" / _OXCGRT)),
        cpi.transform(cpi.get(data / "cpi" / "cpi.csv")),
    ]


def build(sources: Sequence[Facts]) -> Pack:
    """Joins the sources and checks every row. Raises BadFacts for the rows with a fault.

    What rule R1 infers is computed when the pack is loaded; here only to say what it will give.
    """
    joined = join_parts(sources)
    facts = checked(joined.facts)
    inferred = serves(inputs_from_facts(facts))
    return Pack(
        facts,
        joined.gave_way,
        len(inferred.links),
        dict(sorted(inferred.unplaced_offices.items())),
        tuple(sorted(inferred.countries_without_table)),
    )


def checked(facts: Facts) -> Facts:
    """The facts, if every row is sound and every id that a row names is a node's. Raises BadFacts otherwise."""
    with Staging() as staging:
        verdict = check(csv_form.facts_tables(facts), staging, None, lambda name, count: None)
    problems = [*verdict.broken, *verdict.problems, *_unknown_ids(facts)]
    if problems:
        raise BadFacts(problems, hint="Mend the loader, or the file that it reads.")
    return facts


def main(arguments: Sequence[str]) -> int:
    """Make the pack and print what is in it; 2 for wrong arguments or a fault."""
    if len(arguments) != 2:
        print("python -m kb.load.starter DATA_DIR OUT_DIR", file=sys.stderr)
        return 2
    data, out = map(Path, arguments)
    try:
        if not data.is_dir():
            raise BadInput(f"{data} is no folder.", hint="Name the folder that has a folder for each source.")
        pack = build(parts(data))
        csv_form.write(out, pack.facts)
    except KbError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(_report(pack)))
    return 0


def _hub_countries(sources: Iterable[Facts]) -> frozenset[str]:
    """Alpha-3 codes of the countries that have a production hub."""
    return frozenset(
        row["to"].removeprefix("country:").upper()
        for facts in sources
        for row in facts.links.get("LOCATED_IN", ())
        if row["from"].startswith("hub:")
    )


def _sectors(table: wiod.Table, sources: Iterable[Facts]) -> Facts:
    """The sectors of the input-output table that links of these sources end at."""
    wanted = {row["to"] for facts in sources for rows in facts.links.values() for row in rows}
    every = next(wiod.chunks(table))
    facts = Facts({**every.nodes}, {**every.links})
    facts.nodes["Sector"] = [row for row in every.nodes["Sector"] if row["id"] in wanted]
    facts.links["LOCATED_IN"] = [row for row in every.links["LOCATED_IN"] if row["from"] in wanted]
    return facts


def _unknown_ids(facts: Facts) -> Iterator[Problem]:
    """Ids in cells that are the id of no node."""
    known = {row["id"] for rows in facts.nodes.values() for row in rows}
    for name, rows in (*facts.nodes.items(), *facts.links.items()):
        for row in rows:
            for column, identifier in references(name, row):
                if identifier not in known:
                    place = row.get("id") or f"{row['from']} -> {row['to']}"
                    yield Problem(f"{name}:{place}:{column}", identifier, "the id of a node", "State the node.")


def _report(pack: Pack) -> Iterator[str]:
    for label, rows in sorted(pack.facts.nodes.items()):
        yield f"{label:24}{len(rows):7}"
    for kind, rows in sorted(pack.facts.links.items()):
        bases = Counter(row["basis"] for row in rows)
        yield f"{kind:24}{len(rows):7}  {', '.join(f'{basis} {count}' for basis, count in sorted(bases.items()))}"
    kept = {(kind, row["from"], row["to"]) for kind, _ in pack.gave_way for row in pack.facts.links[kind]}
    for kind, row in pack.gave_way:
        if (kind, row["from"], row["to"]) not in kept:
            yield f"gave way: {row['from']} {kind} {row['to']} ({row['basis']})"
    yield f"inferred when it is loaded: SERVES {pack.inferred}"
    for country, offices in pack.unplaced_offices.items():
        yield f"offices without a province: {country} {offices}"
    yield f"hubs without an input-output table: {', '.join(pack.without_table) or 'none'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
