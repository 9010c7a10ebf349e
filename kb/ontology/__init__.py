"""The declaration: every label, link type and property of the knowledge base, declared here and nowhere else."""

from __future__ import annotations

from types import MappingProxyType

from kb.meta import Link, Node
from kb.ontology import evidence, firms, goods, places, policy

__all__ = ["ENTITY", "LINKS", "NODES", "PREFIXES", "label_of"]

ENTITY = "Entity"
"""label that every node carries beside its own"""

_NODES: tuple[type[Node], ...] = (
    places.Country,
    places.Government,
    places.ProductionHub,
    places.FinancialCentre,
    firms.Organisation,
    places.Sector,
    goods.Good,
    goods.Service,
    policy.TradeAgreement,
    policy.Coalition,
    policy.Measure,
    policy.Hazard,
    policy.Constituency,
    evidence.Indicator,
    evidence.Source,
)

_LINKS: tuple[type[Link], ...] = (
    places.LocatedIn,
    places.Governs,
    places.Borders,
    evidence.Scores,
    places.AlignedWith,
    places.TradesWith,
    firms.HeadquarteredIn,
    firms.OperatesIn,
    firms.PresentIn,
    firms.PartOf,
    firms.Supplies,
    firms.Makes,
    goods.InputTo,
    firms.Offers,
    firms.Serves,
    firms.Finances,
    policy.PartyTo,
    policy.MemberOf,
    policy.Enacts,
    policy.Targets,
    policy.CopesWith,
    policy.Strikes,
    policy.Influences,
    policy.AffectedBy,
)

NODES = MappingProxyType({node.label: node for node in _NODES})
"""label -> declaration"""
LINKS = MappingProxyType({link.link_type: link for link in _LINKS})
"""link type -> declaration"""
PREFIXES = MappingProxyType({node.prefix: node.label for node in _NODES})
"""prefix of an id -> label"""


def label_of(identifier: str) -> str | None:
    """The label that an id's prefix names; None where it names none."""
    return PREFIXES.get(identifier.partition(":")[0])
