"""Small dense graphs and questions on them: few nodes, so that everything meets everything.

A graph is made from a seed: drawn choice by choice, Hypothesis would make most of them nearly empty.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from kb.load.facts import Facts
from kb.ontology import LINKS
from tests.drawn import drawn

__all__ = ["graph", "question"]

DAYS = (date(2022, 6, 30), date(2021, 1, 1))
PERIODS = (*[""] * 24, "2021-01-01..", "..2022-06-30", "..2022-07-01", "2022-06-30..", "2022-07-01..", "2015..2021")
BASES = ("OBSERVED", "OBSERVED", "INFERRED:R1", "INFERRED:R2", "ASSUMED")
SHARES = ("", "0.0", "0.1", "0.3", "0.5", "0.9", "1.0")
COUNTRIES = ("chn", "vnm", "usa", "jpn")
GOVERNMENTS = (*COUNTRIES, "eu")
MEASURES = "mnop"
HUBS = ("hub:a", "hub:b", "centre:f")
NODES = ("hub:b", "org:c", "org:p", "country:vnm", "country:usa", "country:jpn", "government:eu", "coalition:g",
         "centre:f", "sector:x")  # fmt: skip
FIRMS = ("org:p", "org:q", "org:c")
SERVICES = ("service:s", "service:t", "service:u")
TARGETS = ("country:vnm", "country:vnm", "country:usa", "country:chn", "org:p", "service:s", "service:t", "service:u",
           "good:hs-85")  # fmt: skip

FIXED = """
    service:s category=FINANCIAL proximity=ON_SITE
    service:t category=TECHNOLOGY proximity=IN_COUNTRY
    service:u category=LOGISTICS proximity=REMOTE
    government:eu kind=SUPRANATIONAL
"""


def _pool() -> dict[tuple[int, int], list[str]]:
    """Links by how many of them a graph has at least and at most."""
    clients = ("hub:a", "hub:b", "org:c", "org:q", "sector:x")
    return {
        (5, 16): [f"{p} SERVES {c} {s}" for p in FIRMS for c in clients for s in SERVICES],
        (0, 6): [f"{c} OPERATES_IN {h}" for c in ("org:c", "org:q") for h in ("hub:a", "hub:a", "hub:b", "hub:v")],
        (0, 2): ["hub:a PART_OF sector:x", "hub:b PART_OF sector:x", "org:c PART_OF sector:x"],
        (0, 3): [f"{p} PRESENT_IN {c}" for p in FIRMS for c in ("country:vnm", "country:usa", "centre:f")],
        (0, 4): [f"government:{g} GOVERNS country:{c}" for g in ("eu", "jpn") for c in COUNTRIES if c != g],
        (0, 5): [f"government:{g} MEMBER_OF coalition:{k}" for g in GOVERNMENTS for k in "gg"],
        (8, 16): [f"{e} ENACTS measure:{m}" for m in MEASURES
                for e in ("government:vnm", "government:vnm", "government:usa", "government:eu", "coalition:g")],
        (4, 9): [f"measure:{m} TARGETS {target}" for m in MEASURES for target in TARGETS],
        (2, 9): [f"government:{g} PARTY_TO agreement:{a}" for g in GOVERNMENTS for a in "tu"],
    }  # fmt: skip


def graph(seed: int) -> Facts:
    """A graph in which no link is stated twice and the links that are to-one are so."""
    chance = Random(seed)
    pick = chance.choice
    lines = [FIXED, *(f"{hub} LOCATED_IN country:{pick(('chn', 'chn', 'chn', 'vnm'))}" for hub in HUBS)]
    lines += [f"government:{c} GOVERNS country:{c} {pick(PERIODS)}" for c in COUNTRIES]
    lines += [f"{firm} HEADQUARTERED_IN country:{pick(COUNTRIES)} {pick(PERIODS)}" for firm in FIRMS
              if chance.random() < 0.85]  # fmt: skip
    for (low, high), pool in _pool().items():
        for link in chance.choices(pool, k=chance.randint(low, high)):
            lines.append(" ".join((link, pick(BASES), pick(PERIODS), *_numbers(chance, link.split()[1]))))
    lines += [_measure(pick, m) for m in MEASURES] + [_agreement(pick, a) for a in "tu"]
    lines += [f"{node} {pick(PERIODS) if chance.random() < 0.3 else ''}" for node in NODES]
    return _once(drawn(*lines))


def _numbers(chance: Random, kind: str) -> list[str]:
    wanted: dict[str, dict[str, tuple[str, ...]]] = {
        "SERVES": {"seller_share": SHARES, "value_usd": ("", "", "0.0", "7.5", "100.0"),
                   "country": ("", "", "", "CHN", "VNM")},
        "OPERATES_IN": {"capacity_share": ("", "", "0.4"), "sites": ("", "0", "1", "3")},
        "PART_OF": {"share": SHARES},
        "PARTY_TO": {"side": ("", "", "north", "south")},
    }  # fmt: skip
    values = {name: chance.choice(several) for name, several in wanted.get(kind, {}).items()}
    return [f"{name}={value}" for name, value in values.items() if value]


def _measure(pick: Any, name: str) -> str:
    kind = pick(("MARKET_ACCESS", "MARKET_ACCESS", "SANCTION", "EXPORT_CONTROL"))
    effect = pick(("BARS", "LOCALISES", "CONDITIONS", "COSTS", "LOCALISES", "CONDITIONS", "COSTS", "none"))
    return f"measure:{name} kind={kind} effect={effect} {pick(PERIODS)}"


def _agreement(pick: Any, name: str) -> str:
    provisions = pick(("SERVICES", "SERVICES", "INVESTMENT|IPR", "IPR"))
    in_force = pick(("in_force=2010-01-01", "in_force=2021-06-01", "in_force=2022-07-01", ""))
    return f"agreement:{name} provisions={provisions} {in_force} {pick(PERIODS)}"


def _once(facts: Facts) -> Facts:
    """Each link stated once: of those that are one and the same whatever their periods, the first."""
    for kind, rows in facts.links.items():
        identity = ("from", "to", *LINKS[kind].identity())
        facts.links[kind] = list({tuple(row.get(p) for p in identity): row for row in reversed(rows)}.values())
    return facts


def question(seed: int) -> dict[str, Any]:
    """Arguments of a question on such a graph."""
    pick = Random(seed).choice
    arguments = {
        "hub": pick(("hub:a", "hub:a", "hub:a", "hub:b")),
        "to": pick((None, "country:vnm", "country:vnm", "country:vnm", "country:usa", "country:jpn")),
        "as_of": pick(DAYS),
        "moved": pick((1.0, 0.3)),
        "order_by": pick(("SHARE", "MONEY")),
        "categories": pick((None, None, None, ["FINANCIAL"], ["LOGISTICS", "TECHNOLOGY"])),
        "priors": pick((None, {"needRemote": {"value": 0.3, "high": 0.9}, "abilityWithout": 0.0})),
    }
    return {name: value for name, value in arguments.items() if value is not None}
