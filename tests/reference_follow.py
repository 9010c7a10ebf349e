"""servicesFollowing in plain Python, straight over rows of facts: slow, and written from the definition alone.

It shares no code with the statement, the models or the answer, so that agreement means something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kb.load.facts import Facts

__all__ = ["Refused", "follow"]

ORDER = ("OBSERVED", "INFERRED", "ASSUMED")
CATEGORIES = ("FINANCIAL", "TECHNOLOGY", "PROFESSIONAL", "LOGISTICS", "COMPLIANCE")
VERDICTS = ("BARRED", "FOLLOWS", "SERVED_REMOTELY", "LOST_TO_INCUMBENTS", "UNKNOWN")
ABOUT_GOODS = ("TARIFF", "IMPORT_BAN", "EXPORT_CONTROL")
NEED = {"ON_SITE": (1.0, 1.0, 1.0), "IN_COUNTRY": (0.6, 0.4, 0.8), "REMOTE": (0.1, 0.0, 0.2)}
"""value, low, high"""
NEED_FIELDS = {"ON_SITE": "needOnSite", "IN_COUNTRY": "needInCountry", "REMOTE": "needRemote"}

Link = Mapping[str, Any]


class Refused(Exception):
    """The arguments are at fault: (code, argument)."""


class World:
    """The facts that hold at a date."""

    def __init__(self, facts: Facts, day: date) -> None:
        self.day = day
        self.nodes = {row["id"]: row for rows in facts.nodes.values() for row in rows}
        self.links = {kind: [link for link in rows if self.holds(link)] for kind, rows in facts.links.items()}

    def holds(self, link: Link) -> bool:
        return all(map(self.alive, (link, self.nodes[link["from"]], self.nodes[link["to"]])))

    def alive(self, fact: Link) -> bool:
        since, until = fact.get("since"), fact.get("until")
        return (since is None or since <= self.day) and (until is None or until > self.day)

    def of(self, kind: str, start: str | None = None, end: str | None = None) -> list[Link]:
        """The links of a type from `start` and to `end`."""
        found = self.links.get(kind, [])
        return [k for k in found if start in (None, k["from"]) and end in (None, k["to"])]

    def targets(self, kind: str, start: str) -> set[str]:
        return {link["to"] for link in self.of(kind, start=start)}

    def governments(self, country: str | None) -> set[str]:
        return {link["from"] for link in self.of("GOVERNS", end=country)} if country else set()

    def home(self, organisation: str) -> str | None:
        return min(self.targets("HEADQUARTERED_IN", organisation), default=None)


def follow(
    facts: Facts, *, hub: str, as_of: date, to: str | None = None, moved: float = 1.0,
    categories: Iterable[str] | None = None, priors: Mapping[str, Any] | None = None, order_by: str = "SHARE",
) -> dict[str, Any]:  # fmt: skip
    """Rows, totals and unknown links of the answer. Raises Refused for a hub or destination at fault."""
    world = World(facts, as_of)
    origin = checked(world, hub, to)
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for chain in chains(world, hub, origin):
        service = world.nodes[chain["serves"]["service"]]
        if categories is None or service["category"] in categories:
            pairs.setdefault((chain["serves"]["from"], service["id"]), []).append(chain)
    rows = [row(world, p, s, links, to, moved, priors or {}) for (p, s), links in pairs.items()]
    first, second = ("follow", "stake") if order_by == "SHARE" else ("follow_usd", "stake_usd")
    rows.sort(key=lambda r: (*descending(r[first]), *descending(r[second]), r["provider"], r["service"]))
    unknown = sum(r["unknown_links"] for r in rows)
    return {"from_country": origin, "rows": rows, "totals": totals(world, rows), "unknown_links": unknown}


def descending(number: float | None) -> tuple[bool, float]:
    return number is None, -(number or 0.0)


def checked(world: World, hub: str, to: str | None) -> str:
    if hub not in world.nodes:
        raise Refused("NOT_FOUND", "hub")
    if not world.alive(world.nodes[hub]) or not world.targets("LOCATED_IN", hub):
        raise Refused("BAD_INPUT", "hub")
    if to is not None and to not in world.nodes:
        raise Refused("NOT_FOUND", "to")
    origin = min(world.targets("LOCATED_IN", hub))
    if to == origin:
        raise Refused("BAD_INPUT", "to")
    return origin


def best(links: list[Link]) -> Link:
    """Of parallel links: the best basis, then the latest since."""
    def rank(k: Link) -> tuple[Any, ...]:
        return ORDER.index(k["basis"]), -(k.get("since") or date.min).toordinal(), k.get("rule") or ""

    return min(links, key=rank)


def chains(world: World, hub: str, origin: str) -> Iterable[dict[str, Any]]:
    """Every SERVES link that leads to the hub, with the link of its client to the hub and its factor."""
    for serves in world.of("SERVES"):
        client = serves["to"]
        if not serves["from"].startswith("org:"):
            continue
        if client == hub:
            yield {"serves": serves, "via": None, "factor": 1.0}
        operating = world.of("OPERATES_IN", client, hub)
        if operating and serves.get("country") in (None, world.nodes[origin]["iso3"]):
            yield {"serves": serves, "via": best(operating), "factor": weight(world, client, hub, origin)}
        belonging = world.of("PART_OF", hub, client)
        if belonging:
            yield {"serves": serves, "via": best(belonging), "factor": best(belonging).get("share")}


def weight(world: World, client: str, hub: str, origin: str) -> float | None:
    hubs = {h for h in world.targets("OPERATES_IN", client) if origin in world.targets("LOCATED_IN", h)}
    counted = {h: best(world.of("OPERATES_IN", client, h)) for h in hubs}
    if counted[hub].get("capacity_share") is not None:
        return float(counted[hub]["capacity_share"])
    if hubs == {hub}:
        return 1.0
    sites = {h: link.get("sites") for h, link in counted.items()}
    if any(n is None for n in sites.values()) or not sum(sites.values()):
        return None
    return float(sites[hub] / sum(sites.values()))


def product(chain: Mapping[str, Any], name: str) -> float | None:
    number, factor = chain["serves"].get(name), chain["factor"]
    return None if number is None or factor is None else number * factor


def row(
    world: World, p: str, s: str, links: list[Any], to: str | None, moved: float, priors: Mapping[str, Any]
) -> dict[str, Any]:
    observed = [c for c in links if c["serves"]["basis"] == "OBSERVED"]
    if any(product(c, "seller_share") is not None for c in observed):
        links = observed
    links.sort(key=weight_of)
    shares = [n for c in links if (n := product(c, "seller_share")) is not None]
    money = [n for c in links if (n := product(c, "value_usd")) is not None]
    phi = min(1.0, sum(shares)) if shares else None
    bars, localises, conditions = bearing(world, p, s, to) if to else (set(), set(), set())
    present = is_present(world, p, to) if to else None
    agreement = bound_by(world, world.home(p), to) if to else None
    a = 1.0 if to is None else ability(bool(bars), bool(present), agreement, priors)
    t = 0.0 if bars or localises else 1.0
    need = needs(world.nodes[s]["proximity"], priors)
    stake = None if phi is None else moved * phi
    usd = moved * sum(money) if money else None
    parts, cash = split(stake, need[0], a, t), split(usd, need[0], a, t)
    return {
        "provider": p, "service": s, "phi": phi, "stake": stake,
        "follow": parts[0], "remote": parts[1], "lost": parts[2],
        "follow_low": split(stake, need[1], a, t)[0], "follow_high": split(stake, need[2], a, t)[0],
        "stake_usd": usd, "follow_usd": cash[0], "remote_usd": cash[1], "lost_usd": cash[2],
        "present": present, "agreement": agreement, "barred_by": min(bars, default=None),
        "localised_by": min(localises, default=None), "conditions": tuple(sorted(conditions)),
        "verdict": verdict(bool(bars), parts), "basis": max(map(worst, links), key=ORDER.index),
        "unknown_links": len(links) - len(shares),
        "evidence": [(worst(c), c["serves"]["to"]) for c in links],
    }  # fmt: skip


def weight_of(chain: Mapping[str, Any]) -> tuple[Any, ...]:
    """Evidence: by part of phi, then ids."""
    serves = chain["serves"]
    return (*descending(product(chain, "seller_share")), serves["to"], serves["basis"], serves.get("rule") or "")


def worst(chain: Mapping[str, Any]) -> str:
    """The weakest basis of the chain's links."""
    return max((link["basis"] for link in (chain["serves"], chain["via"]) if link), key=ORDER.index)


def needs(proximity: str, priors: Mapping[str, Any]) -> tuple[float, float, float]:
    given = priors.get(NEED_FIELDS[proximity])
    return NEED[proximity] if given is None else tuple(given.get(n, given["value"]) for n in ("value", "low", "high"))


def split(stake: float | None, kappa: float, a: float, t: float) -> tuple[Any, Any, Any]:
    if stake is None:
        return None, None, None
    follow, remote = stake * kappa * a, stake * (1 - kappa) * t
    return follow, remote, stake - follow - remote


def verdict(barred: bool, parts: tuple[Any, Any, Any]) -> str:
    if barred:
        return "BARRED"
    if parts[0] is None:
        return "UNKNOWN"
    rounding = 1e-12 * sum(parts)
    return next(word for word, part in zip(VERDICTS[1:4], parts, strict=True) if part >= max(parts) - rounding)


def ability(barred: bool, present: bool, agreement: str | None, priors: Mapping[str, Any]) -> float:
    if barred or present:
        return 0.0 if barred else 1.0
    return float(priors.get("abilityWithAgreement", 0.5) if agreement else priors.get("abilityWithout", 0.25))


def is_present(world: World, p: str, to: str) -> bool:
    centres = {link["from"] for link in world.of("LOCATED_IN", end=to) if link["from"].startswith("centre:")}
    return bool(world.targets("PRESENT_IN", p) & (centres | {to})) or world.home(p) == to


def coalitions(world: World, governments: Iterable[str]) -> set[str]:
    return {c for g in governments for c in world.targets("MEMBER_OF", g)}


def about(world: World, measure: str, s: str) -> bool:
    """Whether the measure is about the service, whomever it means."""
    targets = world.targets("TARGETS", measure)
    services = {t for t in targets if t.startswith("service:")}
    if services:
        return s in services
    goods = any(t.startswith(("good:", "sector:")) for t in targets)
    return bool(targets) and not goods and world.nodes[measure]["kind"] not in ABOUT_GOODS


def bearing(world: World, p: str, s: str, to: str) -> tuple[set[str], set[str], set[str]]:
    bars, localises, conditions = set(), set(), set()
    for enacts in world.of("ENACTS"):
        measure = enacts["to"]
        effect = world.nodes[measure].get("effect")
        if not about(world, measure, s):
            continue
        there = there_side(world, measure, enacts["from"], p, to)
        at_home = home_side(world, measure, enacts["from"], p, to)
        if effect == "BARS" and (there or at_home):
            bars.add(measure)
        elif effect == "LOCALISES" and there:
            localises.add(measure)
        if (effect in ("CONDITIONS", "COSTS") and (there or at_home)) or (effect == "LOCALISES" and at_home):
            conditions.add(measure)
    return bars, localises, conditions


def there_side(world: World, measure: str, enactor: str, p: str, to: str) -> bool:
    if enactor not in coalitions(world, ours := world.governments(to)) | ours:
        return False
    home, targets = world.home(p), world.targets("TARGETS", measure)
    firms, countries = ({t for t in targets if t.startswith(prefix)} for prefix in ("org:", "country:"))
    if firms:
        return p in firms
    if countries and home not in countries:
        return False
    at_home = world.governments(home)
    return enactor not in at_home | coalitions(world, at_home)


def home_side(world: World, measure: str, enactor: str, p: str, to: str) -> bool:
    there = world.governments(to)
    own = world.governments(world.home(p)) - there
    if enactor not in own and enactor not in coalitions(world, own) - coalitions(world, there):
        return False
    targets = world.targets("TARGETS", measure)
    return to in targets and not any(t.startswith("org:") for t in targets)


def bound_by(world: World, home: str | None, to: str) -> str | None:
    """The agreement on services or investment that bound both countries first."""
    here, there = world.governments(home), world.governments(to)
    days = []
    for one in world.of("PARTY_TO"):
        for other in world.of("PARTY_TO", end=one["to"]):
            agreement = world.nodes[one["to"]]
            if one["from"] not in here - there or other["from"] not in there - here:
                continue
            if one.get("side") is not None and one.get("side") == other.get("side"):
                continue
            if not {"SERVICES", "INVESTMENT"} & set(agreement.get("provisions", ())):
                continue
            both = [link.get("since") or agreement.get("in_force") for link in (one, other)]
            if all(day is not None and day <= world.day for day in both):
                days.append((max(both), agreement["id"]))
    return min(days)[1] if days else None


def totals(world: World, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for category in CATEGORIES:
        own = [r for r in rows if world.nodes[r["service"]]["category"] == category]
        if own:
            sums = {name: [r[name] for r in own if r[name] is not None]
                    for name in ("stake_usd", "follow_usd", "remote_usd", "lost_usd")}  # fmt: skip
            verdicts = [(v, sum(r["verdict"] == v for r in own)) for v in VERDICTS]
            found.append(
                {"category": category, "provider_count": len({r["provider"] for r in own})}
                | {name: sum(numbers) if numbers else None for name, numbers in sums.items()}
                | {"verdicts": [(v, n) for v, n in verdicts if n]}
            )
    return found
