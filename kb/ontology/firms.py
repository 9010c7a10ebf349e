"""Firms, and what they do where, for whom, and with whom."""

from __future__ import annotations

from typing import Annotated

from kb.meta import Link, Node, Prop, Words
from kb.ontology.goods import Good, Service
from kb.ontology.places import Country, FinancialCentre, ProductionHub, Sector

__all__ = [
    "Finances",
    "HeadquarteredIn",
    "InputClass",
    "Makes",
    "Offers",
    "OperatesIn",
    "Organisation",
    "PartOf",
    "PresenceKind",
    "PresentIn",
    "Role",
    "Serves",
    "Supplies",
]

_YEAR = Prop("Year of the figures", low=1900, high=2100)
_USD = "current US$"


class Role(Words):
    """What an organisation does for others; each is also a label of the node."""

    SUPPLIER = "Supplier", "makes goods for other firms"
    FINANCIAL_SERVICE_PROVIDER = "FinancialServiceProvider", "bank, insurer, exchange, payment firm"
    TECH_SERVICE_PROVIDER = "TechServiceProvider", "cloud, software, telecommunications firm"
    PROFESSIONAL_SERVICE_PROVIDER = "ProfessionalServiceProvider", "law, audit, advisory, engineering firm"


class PresenceKind(Words):
    """What a firm has in a place."""

    BRANCH = "BRANCH", "a branch without legal personality of its own"
    CLOUD_REGION = "CLOUD_REGION", "data centres that clients can choose by name"
    OFFICE = "OFFICE", "any other office"


class InputClass(Words):
    """How much a buyer's production needs an input."""

    ESSENTIAL = "ESSENTIAL", "production stops in proportion to what is missing"
    NON_ESSENTIAL = "NON_ESSENTIAL", "production falls by the input's share of costs"
    NEGLIGIBLE = "NEGLIGIBLE", "production goes on"


class Organisation(Node, prefix="org", roles=tuple(Role)):
    """A firm; its roles are labels of the node too."""

    roles: Annotated[tuple[Role, ...], Prop("What it does for others; each is a label of the node too")] = ()
    industry: Annotated[str | None, Prop("ISIC Rev. 4 division, or the code its source uses")] = None
    lei: Annotated[str | None, Prop("Legal Entity Identifier, ISO 17442", pattern="[A-Z0-9]{20}", index=True)] = None
    bic4: Annotated[
        str | None,
        Prop("Institution part of its Business Identifier Code, ISO 9362", pattern="[A-Z0-9]{4}", index=True),
    ] = None
    ticker: Annotated[str | None, Prop("Symbol at its main exchange")] = None
    website: Annotated[str | None, Prop("Address of its web site")] = None
    revenue_usd: Annotated[float | None, Prop("Revenue of the year", unit=_USD, low=0)] = None
    material_costs_usd: Annotated[float | None, Prop("Costs of materials in the year", unit=_USD, low=0)] = None
    equity_usd: Annotated[float | None, Prop("Equity at the end of the year", unit=_USD)] = None
    net_short_term_assets_usd: Annotated[
        float | None, Prop("Short-term assets less short-term liabilities at the end of the year", unit=_USD)
    ] = None
    year: Annotated[int | None, _YEAR] = None


class HeadquarteredIn(
    Link, ends=((Organisation, Country),), forward="headquarteredIn", backward="headquartersOf", to_one=True
):
    """Has its seat in."""


class OperatesIn(Link, ends=((Organisation, ProductionHub),), forward="operatesIn", backward="operators"):
    """Has production sites in."""

    sites: Annotated[int | None, Prop("Number of sites", low=0)] = None
    capacity_share: Annotated[
        float | None,
        Prop("Part of the organisation's capacity in the hub's country that stands in this hub", low=0, high=1),
    ] = None


class PresentIn(
    Link,
    ends=((Organisation, Country), (Organisation, FinancialCentre)),
    forward="presentIn",
    backward="presentOrganisations",
    key=("kind", "province"),
):
    """Has offices in."""

    offices: Annotated[int | None, Prop("Number of offices; missing = number unknown", low=0)] = None
    province: Annotated[
        str | None,
        Prop("The offices counted in this link stand there; a link without it counts those that could not be placed"),
    ] = None
    kind: Annotated[PresenceKind | None, Prop("What stands there")] = None


class PartOf(Link, ends=((ProductionHub, Sector), (Organisation, Sector)), forward="partOf", backward="parts"):
    """Is part of the industry."""

    share: Annotated[float | None, Prop("Part of the sector's output", low=0, high=1)] = None


class Supplies(
    Link,
    ends=((Organisation, Organisation), (Sector, Sector)),
    forward="suppliesTo",
    backward="suppliedBy",
    key=("good",),
):
    """Sells goods to."""

    good: Annotated[str | None, Prop("Which good", refers=("Good",))] = None
    value_usd: Annotated[float | None, Prop("Sales in the year", unit=_USD, low=0)] = None
    buyer_share: Annotated[float | None, Prop("Part of the buyer's purchases of that good", low=0, high=1)] = None
    seller_share: Annotated[float | None, Prop("Part of the seller's sales", low=0, high=1)] = None
    year: Annotated[int | None, _YEAR] = None
    lead_time_days: Annotated[float | None, Prop("Time from order to delivery", unit="days", low=0)] = None
    stock_days: Annotated[float | None, Prop("How long the buyer's stock lasts", unit="days", low=0)] = None
    input_class: Annotated[InputClass | None, Prop("How much the buyer's production needs it")] = None


class Makes(
    Link,
    ends=((Organisation, Good), (Country, Good), (ProductionHub, Good)),
    forward="makes",
    backward="madeBy",
    key=("year",),
):
    """Makes the good."""

    world_share: Annotated[float | None, Prop("Part of the world's production", low=0, high=1)] = None
    year: Annotated[int | None, _YEAR] = None


class Offers(Link, ends=((Organisation, Service),), forward="offers", backward="offeredBy"):
    """Offers the service."""


class Serves(
    Link,
    ends=tuple((start, end) for start in (Organisation, Sector) for end in (Organisation, ProductionHub, Sector)),
    forward="serves",
    backward="servedBy",
    key=("service", "country"),
):
    """Provides a service to."""

    service: Annotated[str, Prop("Which service", refers=("Service",))]
    country: Annotated[
        str | None,
        Prop("ISO 3166-1 alpha-3 code of where; missing = the client's country", pattern="[A-Z]{3}"),
    ] = None
    seller_share: Annotated[
        float | None, Prop("Part of the provider's sales of this service in that country", low=0, high=1)
    ] = None
    buyer_share: Annotated[float | None, Prop("Part of the client's purchases of this service", low=0, high=1)] = None
    value_usd: Annotated[float | None, Prop("Sales in the year", unit=_USD, low=0)] = None
    year: Annotated[int | None, _YEAR] = None


class Finances(
    Link,
    ends=((Organisation, Organisation),),
    forward="finances",
    backward="financedBy",
    key=("instrument", "year"),
):
    """Lends to, or holds equity of."""

    amount_usd: Annotated[float | None, Prop("Amount outstanding", unit=_USD, low=0)] = None
    instrument: Annotated[str | None, Prop("Loan, bond, equity or another instrument")] = None
    year: Annotated[int | None, _YEAR] = None
