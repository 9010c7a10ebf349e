"""Bank offices by country, from a list of BICs (bank identifier codes) collected in 2019.

Source: SwiftCodes by Peter Notenboom, MIT licence, github.com/PeterNotenboom/SwiftCodes, re-cut to one file
(`swift_bic_2019.csv.gz`: iso2, country, bank, city, branch, bic); the United Kingdom and Italy are missing in it.
Beside it, a folder `aids` of four tables worked out from the list: which codes are firms other than banks, where a
bank is at home, which province a Chinese city lies in, and which code is an organisation that other sources have. A
bank that has several codes is one organisation (`kb.load.aids`): its main code is `bic4`, the others are aliases.

What is stated: every bank with an office in China, where offices are placed by province, and of the others those
with offices in two or more countries. An office is a BIC; the list says nothing about since when it is there. In
China every bank is loaded, so that counting offices means something; elsewhere the banks of one country are missing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

from kb.load.aids import aids_beside, same_organisations
from kb.load.facts import Facts, slug
from kb.load.iso import codes, iso3_by_iso2
from kb.load.swift_homes import home
from kb.load.swift_names import readable, short, words
from kb.load.swift_places import province
from kb.load.swift_tables import BankList, Office, read_offices
from kb.load.tables import read_table

__all__ = ["NO_BANKS", "SOURCE", "get", "transform"]

SOURCE = "source:swift-bic-2019"
_FILE = "swift_bic_2019.csv.gz"
_AIDS = ("bank_home.csv", "china_city_province.csv", "bic_corporates.csv")
_Bank = dict[str, list[Office]]
"""A bank's offices by code, the main code first."""
_PLACED = "CN"
"""The country whose offices are placed by province; elsewhere most sit in one or two cities."""

# Industrial firms, rating agencies and public bodies with a BIC in several countries, by what the list calls them.
_FIRMS = (
    "BATS CXCX DABE DAIX DCAG EUCO EVRZ GOOG MOOD MSFT NESN NIKE NOVR PANA PSCL RENO ROCH SABM STSO SWHQ TRPU UNAT "
    "USDS USIN VWAG"
)
NO_BANKS = frozenset(_FIRMS.split())


def get(path: Path, aids: Path | None = None) -> BankList:
    """The list in `path` (the file or its folder) and the tables in `aids` (default: the folder beside the list's).

    BadInput names the file, row and column at fault.
    """
    file = path / _FILE if path.is_dir() else path
    folder = aids_beside(file, aids, *_AIDS)
    home_table, city_table, corporate_table = (folder / name for name in _AIDS)
    homes = read_table(home_table, ("bank4", "iso3_home", "name"))
    cities = read_table(city_table, ("city_as_written", "province"))
    corporates = read_table(corporate_table, ("bank4", "name"))
    return BankList(
        offices=read_offices(file),
        corporates=frozenset(row["bank4"] for row in corporates),
        homes={row["bank4"]: row["iso3_home"] for row in homes},
        home_names={row["bank4"]: row["name"] for row in homes},
        provinces={row["city_as_written"]: row["province"] for row in cities},
        ids=same_organisations(folder, "swift_bic"),
    )


def transform(raw: BankList) -> Facts:
    """The banks, where they are, where they are at home, and what a bank offers."""
    facts = Facts()
    facts.node(
        "Source",
        id=SOURCE,
        name="PeterNotenboom/SwiftCodes: SwiftCodes: BIC codes of bank offices, collected 2019",
        title="SwiftCodes: BIC codes of bank offices, collected 2019",
        publisher="PeterNotenboom/SwiftCodes",
        url="https://github.com/PeterNotenboom/SwiftCodes",
        licence="MIT",
        published=date(2019, 1, 1),
        retrieved=date(2026, 11, 24),
    )
    banks = _banks(raw)
    main = {code: bank[code] for code, bank in banks.items()}
    names = {code: _name(offices, _home(code, offices, raw)) for code, offices in main.items()}
    ids = _ids(main, names, raw.ids or {})
    for code, bank in banks.items():
        _state(facts, ids[code], names[code], bank, raw)
    return facts


def _banks(raw: BankList) -> dict[str, _Bank]:
    """Main code -> offices by code, of the banks that are stated, in the order of their main codes."""
    by_code: dict[str, list[Office]] = defaultdict(list)
    for office in raw.offices:
        if iso3_by_iso2(office.iso2) and office.code not in raw.corporates | NO_BANKS:
            by_code[office.code].append(office)
    ids = raw.ids or {}
    main: dict[str, str] = {}
    for code, identifier in ids.items():
        if code in by_code:
            main.setdefault(identifier, code)
    banks: dict[str, _Bank] = defaultdict(dict)
    for mine, code in sorted((main.get(ids.get(code, ""), code), code) for code in by_code):
        banks[mine].setdefault(mine, by_code[mine])
        banks[mine][code] = by_code[code]
    return {code: bank for code, bank in banks.items() if _is_stated(bank)}


def _is_stated(bank: _Bank) -> bool:
    countries = {office.iso2 for offices in bank.values() for office in offices}
    return _PLACED in countries or len(countries) > 1


def _home(code: str, offices: list[Office], raw: BankList) -> str | None:
    """Alpha-3; None where it cannot be told."""
    countries = {office.iso2 for office in offices}
    only = iso3_by_iso2(offices[0].iso2) if len(countries) == 1 else None
    found = home(code, only, offices[0].bank, raw.homes or {}, raw.home_names or {})
    return found if found in {entry.iso3 for entry in codes()} else None


def _name(offices: list[Office], at_home: str | None) -> str:
    """The name most offices at home carry; without offices at home, the one used in most countries."""
    places = len({office.iso2 for office in offices}) == 1
    home_offices = [office for office in offices if iso3_by_iso2(office.iso2) == at_home]
    if home_offices:
        votes = Counter(short(office.bank, places=places) for office in home_offices)
    else:
        pairs = {(short(office.bank, places=places), office.iso2) for office in offices}
        votes = Counter(name for name, _ in pairs)
    return min(votes, key=lambda name: (-votes[name], len(name), name))


def _ids(banks: Mapping[str, list[Office]], names: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Code -> id. Of several with one name the bank with most offices has the plain one, the others their code too."""
    ids = {code: known[code] for code in banks if code in known}
    taken = set(known.values())
    for code in sorted(banks, key=lambda code: (-len(banks[code]), code)):
        if code not in ids:
            plain = f"org:{slug(names[code])}"
            ids[code] = f"{plain}-{code.lower()}" if plain in taken else plain
            taken.add(ids[code])
    return ids


def _state(facts: Facts, node: str, name: str, bank: _Bank, raw: BankList) -> None:
    main, shown = next(iter(bank)), readable(name)
    at_home = _home(main, bank[main], raw)
    names = {
        code: name if code == main else _name(offices, _home(code, offices, raw)) for code, offices in bank.items()
    }
    aliases = (alias for code, offices in bank.items() for alias in _aliases(code, names[code], offices))
    facts.node(
        "Organisation",
        id=node,
        name=shown,
        aliases=tuple(alias for alias in dict.fromkeys(aliases) if alias.casefold() != shown.casefold()),
        roles=("FinancialServiceProvider",),
        bic4=main,
        sources=(SOURCE,),
    )
    _state_offices(facts, node, bank, names.values(), raw)
    if at_home:
        _infer(facts, "HEADQUARTERED_IN", node, f"country:{at_home.lower()}", "bank-home", 0.5)
    _infer(facts, "OFFERS", node, "service:commercial-banking", "bic-holder", 0.5)


def _state_offices(facts: Facts, node: str, bank: _Bank, names: Collection[str], raw: BankList) -> None:
    known = frozenset(bank).union(*map(words, names))
    every = [office for offices in bank.values() for office in offices]
    for country, places in sorted(_by_country(every).items()):
        for place, count in sorted(_by_province(country, places, raw.provinces or {}).items()):
            facts.link(
                "PRESENT_IN",
                node,
                f"country:{country}",
                kind="OFFICE",
                province=place or None,
                offices=count,
                basis="OBSERVED",
                # A bank that has another name there may be another bank: a tenth of the codes have such a country.
                confidence=0.7 if any(_has_name(office.bank, names, known) for office in places) else 0.5,
                sources=(SOURCE,),
            )


def _has_name(listed: str, names: Collection[str], known: frozenset[str]) -> bool:
    """Whether a name has a word or a code of the bank, or one of its names whole ("Bank of China" has no such word)."""
    return bool(known & words(listed)) or any(name in listed for name in names)


def _infer(facts: Facts, kind: str, start: str, end: str, rule: str, confidence: float) -> None:
    facts.link(kind, start, end, basis="INFERRED", rule=rule, confidence=confidence, sources=(SOURCE,))


def _aliases(code: str, name: str, offices: list[Office]) -> Iterable[str]:
    """The code, the name, also in full as listed, and what the bank is called where offices are placed."""
    full = Counter(office.bank for office in offices if short(office.bank, places=True) == name)
    placed = Counter(office.bank for office in offices if office.iso2 == _PLACED)
    listed = (min(votes, key=lambda bank: (-votes[bank], bank)) for votes in (full, placed) if votes)
    return (code, readable(name), *listed)


def _by_country(offices: list[Office]) -> dict[str, list[Office]]:
    found: dict[str, list[Office]] = defaultdict(list)
    for office in offices:
        found[(iso3_by_iso2(office.iso2) or "").lower()].append(office)
    return found


def _by_province(country: str, offices: list[Office], table: Mapping[str, str]) -> dict[str, int]:
    """Province -> offices; "" are those that are not placed."""
    if country != (iso3_by_iso2(_PLACED) or "").lower():
        return {"": len(offices)}
    places = (province(office.city, f"{office.bank} {office.branch}", table) for office in offices)
    return dict(Counter(place or "" for place in places))
