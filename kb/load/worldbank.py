"""What trade agreements in force in 2016 have rules on, from the World Bank.

World Bank, Deep Trade Agreements database (Mattoo, Rocha, Ruta, "Handbook of Deep Trade Agreements", 2020), cut to
one row a pair of countries with the agreement between them and 16 of its provisions; as the R package penppml carries
it (github.com/tomzylkin/penppml, MIT; Breinlich, Corradi, Rocha, Ruta, Santos Silva, Zylkin 2021), the rows of 2016.
Cite both.

The file has names and no dates, so nothing here is a node of its own: `worldbank_agreements.csv` says which agreement
of DESTA a name is (matched by name, date and parties, each by hand where these left a doubt), and only names and
content are added there. Names that stand for none are left out (`left_out`).

A provision counts where all pairs of the agreement have it: a pair that has it alone may have it from another
agreement. A flag is one question of many that the database asks on a chapter; yes shows that the chapter is there, no
denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kb.errors import BadInput
from kb.load.facts import Facts
from kb.load.tables import own_table, read_table

__all__ = ["PROVISIONS", "Pair", "get", "left_out", "transform"]

SOURCE = "source:worldbank-dta"
_WHERE = "Give trade2016_agreements_provisions.csv.gz: the rows of 2016 of the data set `trade` of penppml (MIT)."

PROVISIONS = {
    "ser_prov_47": "SERVICES",  # does it contain a standstill provision (on services)?
    "inv_prov_22": "INVESTMENT",  # does it grant fair and equitable treatment?
    "cp_prov_23": "COMPETITION",  # does it promote transparency (in competition policy)?
    "cp_prov_26": "COMPETITION",  # another rule of competition policy
    "ste_prov_30": "COMPETITION",  # a rule on state trading enterprises
    "tf_prov_41": "TRADE_FACILITATION",  # harmonisation and common legal framework (of customs)
    "tf_prov_45": "TRADE_FACILITATION",  # issuance of proof of origin
    "ipr_prov_15": "IPR",  # a rule on intellectual property
    "ipr_prov_44": "IPR",  # geographical indications through trade marks
    "env_prov_18": "ENVIRONMENT",  # control of substances that deplete the ozone layer
    "lm_prov_10": "LABOUR",  # a rule on the labour market
}
"""Column -> provision. Columns on anti-dumping, technical barriers, export taxes and capital have no word here."""


@dataclass(frozen=True)
class Pair:
    """One row: the agreement between two countries, and the words its flags stand for."""

    agreement: str
    provisions: frozenset[str]


def get(path: Path) -> list[Pair]:
    """The pairs that have an agreement. Raises BadInput naming file, row and column."""
    rows = read_table(path, ("exp", "imp", "agreement", *PROVISIONS), hint=_WHERE)
    return [_pair(path.name, number, row) for number, row in enumerate(rows, start=2) if row["agreement"]]


def transform(pairs: Iterable[Pair]) -> Facts:
    """Names and content of the agreements that DESTA has."""
    facts = Facts()
    facts.node(
        "Source",
        id=SOURCE,
        name="World Bank Deep Trade Agreements",
        title="Deep Trade Agreements database, 16 provisions by pair of countries, 2016",
        publisher="World Bank, through penppml",
        url="https://github.com/tomzylkin/penppml",
        licence="MIT",
        retrieved=date(2026, 11, 24),
    )
    ids = _ids()
    for name, provisions in sorted(_common(pairs).items()):
        if name in ids:
            facts.node(
                "TradeAgreement",
                id=ids[name],
                name=_spelt(name),
                provisions=tuple(sorted(provisions)),
                sources=(SOURCE,),
            )
    return facts


def left_out(pairs: Iterable[Pair]) -> tuple[str, ...]:
    """Names of agreements that stand for no agreement of DESTA."""
    return tuple(sorted({pair.agreement for pair in pairs} - _ids().keys()))


def _common(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in pairs:
        found[pair.agreement] = found.get(pair.agreement, pair.provisions) & pair.provisions
    return found


def _pair(file: str, number: int, row: dict[str, str]) -> Pair:
    words = set()
    for column, word in PROVISIONS.items():
        if row[column] not in ("0", "1", "0.0", "1.0", ""):
            raise BadInput(
                f"{file}:{number}:{column}: {row[column]!r} is neither 0 nor 1.", hint=_WHERE, argument="path"
            )
        if row[column] in ("1", "1.0"):
            words.add(word)
    return Pair(row["agreement"], frozenset(words))


def _spelt(name: str) -> str:
    """The file lost a letter or doubled a space here and there."""
    return " ".join(name.replace("Cte d'Ivoire", "Côte d'Ivoire").split())


@cache
def _ids() -> dict[str, str]:
    return {row["agreement"]: row["id"] for row in own_table("worldbank_agreements.csv")}
