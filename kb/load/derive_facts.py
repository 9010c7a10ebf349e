"""The inputs of rule R1 from facts in memory: the same rows that the statements `rules/*` read from the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kb.load.facts import Facts, Row
from kb.load.wiod import SELLERS
from kb.rules.colocation_inputs import Inputs, inputs_from_rows
from kb.rules.sectors import HUB_INDUSTRIES

__all__ = ["inputs_from_facts", "rows_from_facts"]


def inputs_from_facts(facts: Facts) -> Inputs:
    """What rule R1 reads of these facts."""
    return inputs_from_rows(rows_from_facts(facts))


def rows_from_facts(facts: Facts) -> dict[str, list[Row]]:
    """The rows by statement, in the statements' columns."""
    located = {link["from"]: _country(link["to"]) for link in facts.links.get("LOCATED_IN", ())}
    return {
        "presences": list(_presences(facts, located)),
        "homes": [
            {"organisation": link["from"], "country": _country(link["to"]), "sources": link.get("sources")}
            for link in sorted(facts.links.get("HEADQUARTERED_IN", ()), key=lambda link: link.get("since") or date.min)
        ],
        "offers": list(_offers(facts)),
        "listings": list(_listings(facts, located)),
        "outputs": list(_outputs(facts, located)),
        "purchases": list(_purchases(facts, located)),
        "publications": [
            {"source": node["id"], "year": node["published"].year}
            for node in facts.nodes.get("Source", ())
            if node.get("published")
        ],
    }


def _presences(facts: Facts, located: dict[str, str]) -> Iterator[Row]:
    for link in facts.links.get("PRESENT_IN", ()):
        in_country = link["to"].startswith("country:")
        country = _country(link["to"]) if in_country else located.get(link["to"])
        if country:
            yield {
                "organisation": link["from"],
                "country": country,
                "province": link.get("province"),
                "offices": link.get("offices") if in_country else None,
                "kind": link.get("kind"),
                "since": _text(link.get("since")),
                "until": _text(link.get("until")),
                "sources": link.get("sources"),
            }


def _offers(facts: Facts) -> Iterator[Row]:
    services = _by_id(facts.nodes.get("Service", ()))
    for link in facts.links.get("OFFERS", ()):
        service = services.get(link["to"])
        if service:
            yield {
                "organisation": link["from"],
                "service": link["to"],
                "category": service["category"],
                "proximity": service["proximity"],
                "since": _text(link.get("since")),
                "until": _text(link.get("until")),
                "sources": link.get("sources"),
            }


def _listings(facts: Facts, located: dict[str, str]) -> Iterator[Row]:
    lists = {
        node["id"]: node["published"].year
        for node in facts.nodes.get("Source", ())
        if node.get("exhaustive") and node.get("published")
    }
    hubs = _by_id(facts.nodes.get("ProductionHub", ()))
    for link in facts.links.get("OPERATES_IN", ()):
        hub = hubs.get(link["to"], {})
        if not hub.get("industry") or link["to"] not in located:
            continue
        for source in link.get("sources") or ():
            if source in lists:
                yield {
                    "list": source,
                    "year": lists[source],
                    "organisation": link["from"],
                    "hub": link["to"],
                    "division": hub["industry"],
                    "province": hub.get("province"),
                    "country": located[link["to"]],
                }


def _outputs(facts: Facts, located: dict[str, str]) -> Iterator[Row]:
    for node in facts.nodes.get("Sector", ()):
        if node["id"] in located and node.get("output_usd") is not None and node.get("industry") in SELLERS:
            yield {
                "country": located[node["id"]],
                "industry": node["industry"],
                "output_usd": node["output_usd"],
                "year": node.get("year"),
                "sources": node.get("sources"),
            }


def _purchases(facts: Facts, located: dict[str, str]) -> Iterator[Row]:
    industries = {node["id"]: node.get("industry") for node in facts.nodes.get("Sector", ())}
    for link in facts.links.get("SUPPLIES", ()):
        seller, buyer = industries.get(link["from"]), industries.get(link["to"])
        home = located.get(link["from"])
        if not home or home != located.get(link["to"]) or link.get("value_usd") is None:
            continue
        if seller in SELLERS and buyer in HUB_INDUSTRIES:
            yield {
                "country": home,
                "seller": seller,
                "buyer": buyer,
                "value_usd": link["value_usd"],
                "year": link.get("year"),
                "sources": link.get("sources"),
            }


def _by_id(nodes: Iterable[Row]) -> dict[Any, Row]:
    return {node["id"]: node for node in nodes}


def _country(node: str) -> str:
    return node.removeprefix("country:").upper()


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
