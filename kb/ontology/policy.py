"""Agreements, coalitions, measures, hazards, and who bears on whom."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kb.meta import Link, Node, Prop, Words
from kb.ontology.firms import Organisation
from kb.ontology.goods import Good, Service
from kb.ontology.places import Country, Government, ProductionHub, Sector

__all__ = [
    "AffectedBy",
    "AgreementKind",
    "Coalition",
    "Constituency",
    "CopesWith",
    "Enacts",
    "Hazard",
    "HazardKind",
    "InfluenceChannel",
    "Influences",
    "Measure",
    "MeasureEffect",
    "MeasureKind",
    "MemberOf",
    "PartyTo",
    "Provision",
    "Strikes",
    "Targets",
    "TradeAgreement",
]


class AgreementKind(Words):
    """Kinds of trade agreements."""

    FTA = "FTA", "free trade area"
    CUSTOMS_UNION = "CUSTOMS_UNION", "free trade inside, one tariff outside"
    PARTIAL_SCOPE = "PARTIAL_SCOPE", "some goods only"
    SERVICES = "SERVICES", "services"
    INVESTMENT = "INVESTMENT", "investment"
    DIGITAL = "DIGITAL", "digital trade"
    FRAMEWORK = "FRAMEWORK", "frame for later agreements"


class Provision(Words):
    """What an agreement has rules on."""

    SERVICES = "SERVICES", "trade in services"
    INVESTMENT = "INVESTMENT", "investment"
    HEALTH_MEASURES = "HEALTH_MEASURES", "sanitary and health measures"
    INFORMATION_TRANSPARENCY = "INFORMATION_TRANSPARENCY", "information that parties owe each other"
    SECURITY = "SECURITY", "security"
    DATA_FLOWS = "DATA_FLOWS", "data across borders"
    IPR = "IPR", "intellectual property rights"
    COMPETITION = "COMPETITION", "competition and state enterprises"
    PROCUREMENT = "PROCUREMENT", "public procurement"
    TRADE_FACILITATION = "TRADE_FACILITATION", "customs procedures"
    LABOUR = "LABOUR", "labour"
    ENVIRONMENT = "ENVIRONMENT", "environment"


class MeasureKind(Words):
    """Kinds of measures."""

    TARIFF = "TARIFF", "duty on imports"
    EXPORT_CONTROL = "EXPORT_CONTROL", "limit on exports"
    SANCTION = "SANCTION", "sanction"
    IMPORT_BAN = "IMPORT_BAN", "ban on imports"
    DATA_LOCALISATION = "DATA_LOCALISATION", "rule on where data must be"
    ANTITRUST = "ANTITRUST", "competition rule or decision"
    DIGITAL_TAX = "DIGITAL_TAX", "tax on digital services"
    SUBSIDY = "SUBSIDY", "subsidy"
    INVESTMENT_SCREENING = "INVESTMENT_SCREENING", "screening of foreign investment"
    QUARANTINE = "QUARANTINE", "limit on movement for health"
    MARKET_ACCESS = "MARKET_ACCESS", "any other rule on who may sell what"


class MeasureEffect(Words):
    """What a measure does to whom it targets."""

    BARS = "BARS", "they may not"
    LOCALISES = "LOCALISES", "only from inside the country"
    CONDITIONS = "CONDITIONS", "they may, if"
    COSTS = "COSTS", "they may, at a price"
    SUPPORTS = "SUPPORTS", "it helps them"
    EASES = "EASES", "it lifts part of an earlier measure"


class HazardKind(Words):
    """Kinds of hazards."""

    EPIDEMIC = "EPIDEMIC", "disease"
    CONFLICT = "CONFLICT", "war or unrest"
    NATURAL = "NATURAL", "quake, flood, storm, drought"
    INDUSTRIAL = "INDUSTRIAL", "accident, strike, power cut"
    TRADE_DISPUTE = "TRADE_DISPUTE", "dispute on trade"
    CYBER = "CYBER", "attack on computers"


class InfluenceChannel(Words):
    """How an organisation bears on a government."""

    LOBBYING = "LOBBYING", "reported lobbying"
    DONATION = "DONATION", "political donation"
    REVOLVING_DOOR = "REVOLVING_DOOR", "a person who changed sides"
    SELF_CENSORSHIP = "SELF_CENSORSHIP", "something left out or changed to please"


class TradeAgreement(Node, prefix="agreement"):
    """A treaty on trade."""

    kind: Annotated[AgreementKind | None, Prop("Kind")] = None
    signed: Annotated[date | None, Prop("Day of signature")] = None
    in_force: Annotated[
        date | None, Prop("Day of entry into force; missing when not, or only provisionally, applied")
    ] = None
    depth: Annotated[int | None, Prop("Depth index of its source", low=0, high=7)] = None
    provisions: Annotated[tuple[Provision, ...], Prop("What it has rules on")] = ()


class Coalition(Node, prefix="coalition"):
    """Governments that act together (G7, Quad, EU, BRICS, ASEAN…)."""

    kind: Annotated[str | None, Prop("Kind, e.g. ECONOMIC, POLITICAL, SECURITY")] = None


class Measure(Node, prefix="measure"):
    """A rule in force."""

    kind: Annotated[MeasureKind, Prop("Kind")]
    effect: Annotated[MeasureEffect | None, Prop("What it does to whom it targets")] = None
    rate: Annotated[float | None, Prop("Share of the value, or of revenue, for tariffs and taxes", low=0)] = None


class Hazard(Node, prefix="hazard"):
    """An event that isolates or damages places."""

    kind: Annotated[HazardKind | None, Prop("Kind")] = None


class Constituency(Node, prefix="constituency", plural="constituencies"):
    """People with a shared stake (a region's manufacturing workers, an export sector)."""

    kind: Annotated[str | None, Prop("Kind, e.g. WORKERS, FARMERS")] = None


class PartyTo(Link, ends=((Government, TradeAgreement),), forward="partyTo", backward="parties"):
    """Is bound by."""

    side: Annotated[
        str | None,
        Prop("Parties of one side are not bound to each other by it; missing = a side of its own"),
    ] = None


class MemberOf(Link, ends=((Government, Coalition),), forward="memberOf", backward="members"):
    """Is a member of."""


class Enacts(Link, ends=((Government, Measure), (Coalition, Measure)), forward="enacts", backward="enactedBy"):
    """Put the measure in force."""


class Targets(
    Link,
    ends=tuple((Measure, end) for end in (Country, Organisation, Service, Good, Sector)),
    forward="targets",
    backward="targetedBy",
):
    """Means whom (organisations, else all from the countries) and what (services, goods, sectors), read together."""


class CopesWith(Link, ends=((Service, Measure),), forward="copesWith", backward="copedWithBy"):
    """Helps to meet the measure."""


class Strikes(Link, ends=((Hazard, Country), (Hazard, ProductionHub)), forward="strikes", backward="struckBy"):
    """Isolates or damages."""

    severity: Annotated[float | None, Prop("Part of the place's activity that is lost", low=0, high=1)] = None


class Influences(
    Link,
    ends=((Organisation, Government),),
    forward="influences",
    backward="influencedBy",
    key=("channel", "year"),
):
    """Bears on."""

    channel: Annotated[InfluenceChannel, Prop("How")]
    amount_usd: Annotated[float | None, Prop("Amount in the year", unit="current US$", low=0)] = None
    year: Annotated[int | None, Prop("Year of the figures", low=1900, high=2100)] = None


class AffectedBy(
    Link,
    ends=((Constituency, Sector), (Constituency, ProductionHub)),
    forward="affectedBy",
    backward="affects",
):
    """Depends on."""

    weight: Annotated[float | None, Prop("How much, as its source measures it", low=0)] = None
