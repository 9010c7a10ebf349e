"""Where facts come from, and what sources measure of countries."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kb.meta import Link, Node, Prop, Words
from kb.ontology.places import Country

__all__ = ["Indicator", "IndicatorDimension", "Scores", "Source"]


class IndicatorDimension(Words):
    """What an indicator speaks of."""

    VALUES = "VALUES", "shared values"
    OPENNESS = "OPENNESS", "openness to trade and people"
    SECURITY = "SECURITY", "security and stability"
    AFFINITY = "AFFINITY", "political affinity"
    QUARANTINE = "QUARANTINE", "health procedures at and inside the border"
    TRUST = "TRUST", "trust in institutions"
    COST = "COST", "cost"
    SPEED = "SPEED", "response time"
    QUALITY = "QUALITY", "quality"


class Indicator(Node, prefix="indicator"):
    """A country score from a named source."""

    dimension: Annotated[IndicatorDimension, Prop("What it speaks of")]
    higher_is_better: Annotated[bool | None, Prop("A higher value speaks for the country")] = None
    unit: Annotated[str | None, Prop("Unit of the values")] = None


class Source(Node, prefix="source"):
    """Where a fact comes from."""

    title: Annotated[str, Prop("Title")]
    publisher: Annotated[str | None, Prop("Who published it")] = None
    url: Annotated[str | None, Prop("Address", pattern="https?://.+|doi:.+|pypi: .+|code index: .+")] = None
    licence: Annotated[str | None, Prop("Licence as stated")] = None
    published: Annotated[date | None, Prop("Day of publication")] = None
    retrieved: Annotated[date | None, Prop("Day on which it was read")] = None
    exhaustive: Annotated[bool | None, Prop("A list taken whole, so that counting in it means something")] = None


class Scores(Link, ends=((Country, Indicator),), forward="scores", backward="scoredCountries", key=("year",)):
    """Has the score."""

    value: Annotated[float, Prop("Value, in the indicator's unit")]
    year: Annotated[int | None, Prop("Year of the figures", low=1900, high=2100)] = None
