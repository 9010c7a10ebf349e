"""Countries, who governs them, and the places where industries and financial firms cluster."""

from __future__ import annotations

from typing import Annotated

from kb.meta import Link, Node, Prop, Words

_LATITUDE = Prop("Latitude, north positive", unit="degrees", low=-90, high=90)
_LONGITUDE = Prop("Longitude, east positive", unit="degrees", low=-180, high=180)


class GovernmentKind(Words):
    """What a government governs."""

    NATIONAL = "NATIONAL", "one country"
    SUPRANATIONAL = "SUPRANATIONAL", "several countries that have given it the power to make law"


class AlignmentDimension(Words):
    """In what two governments are compared."""

    UN_VOTES = "UN_VOTES", "share of votes in the UN General Assembly on which both agree"
    ALLIANCE = "ALLIANCE", "a treaty of alliance"


class Country(Node, prefix="country", plural="countries"):
    """A state or territory with an ISO 3166-1 code."""

    iso3: Annotated[str, Prop("ISO 3166-1 alpha-3 code", pattern="[A-Z]{3}", unique=True)]
    iso2: Annotated[str | None, Prop("ISO 3166-1 alpha-2 code", pattern="[A-Z]{2}")] = None
    region: Annotated[str | None, Prop("Part of the world")] = None
    subregion: Annotated[str | None, Prop("Part of the region")] = None
    latitude: Annotated[float | None, _LATITUDE] = None
    longitude: Annotated[float | None, _LONGITUDE] = None
    landlocked: Annotated[bool | None, Prop("Has no coast")] = None
    population: Annotated[int | None, Prop("Inhabitants", unit="persons", low=0)] = None
    gdp_usd: Annotated[float | None, Prop("Gross domestic product", unit="current US$", low=0)] = None


class Government(Node, prefix="government"):
    """Who governs a country, or a supranational body that makes law (EU)."""

    kind: Annotated[GovernmentKind, Prop("What it governs")]


class ProductionHub(Node, prefix="hub"):
    """A place where an industry's firms and sites cluster."""

    industry: Annotated[str | None, Prop("ISIC Rev. 4 division", pattern="[0-9]{2}")] = None
    province: Annotated[str | None, Prop("Province or state", index=True)] = None
    city: Annotated[str | None, Prop("City")] = None
    latitude: Annotated[float | None, _LATITUDE] = None
    longitude: Annotated[float | None, _LONGITUDE] = None


class FinancialCentre(Node, prefix="centre"):
    """A place where financial firms cluster, special districts included."""

    city: Annotated[str | None, Prop("City")] = None
    latitude: Annotated[float | None, _LATITUDE] = None
    longitude: Annotated[float | None, _LONGITUDE] = None
    special_district: Annotated[bool | None, Prop("A district with rules of its own")] = None


class Sector(Node, prefix="sector"):
    """One industry of one country (the macro layer: inter-country input-output tables)."""

    industry: Annotated[str | None, Prop("Industry code of the input-output table", index=True)] = None
    output_usd: Annotated[float | None, Prop("Gross output", unit="current US$", low=0)] = None
    year: Annotated[int | None, Prop("Year of the figures", low=1900, high=2100)] = None


class LocatedIn(
    Link,
    ends=((ProductionHub, Country), (FinancialCentre, Country), (Sector, Country)),
    forward="locatedIn",
    backward={
        "ProductionHub": "productionHubs",
        "FinancialCentre": "financialCentres",
        "Sector": "sectors",
    },
    to_one=True,
):
    """Stands in."""


class Governs(Link, ends=((Government, Country),), forward="governs", backward="governedBy"):
    """Makes law for. Nothing is said about sovereignty."""


class Borders(Link, ends=((Country, Country),), forward="borders", backward="borderedBy"):
    """Shares a land border with; stored once for each ordered pair."""

    border_km: Annotated[float | None, Prop("Length of the border", unit="km", low=0)] = None


class AlignedWith(
    Link,
    ends=((Government, Government),),
    forward="alignedWith",
    backward="alignedBy",
    key=("dimension", "year"),
):
    """Acts like; stored once for each ordered pair."""

    dimension: Annotated[AlignmentDimension, Prop("In what")]
    score: Annotated[float | None, Prop("Share of agreement", low=0, high=1)] = None
    year: Annotated[int | None, Prop("Last year of the figures", low=1900, high=2100)] = None


class TradesWith(Link, ends=((Country, Country),), forward="exportsTo", backward="importsFrom", key=("year",)):
    """Exports goods to."""

    value_usd: Annotated[float | None, Prop("Exports in the year", unit="current US$", low=0)] = None
    year: Annotated[int | None, Prop("Year of the figures", low=1900, high=2100)] = None


__all__ = [
    "AlignedWith",
    "AlignmentDimension",
    "Borders",
    "Country",
    "FinancialCentre",
    "Government",
    "GovernmentKind",
    "Governs",
    "LocatedIn",
    "ProductionHub",
    "Sector",
    "TradesWith",
]
