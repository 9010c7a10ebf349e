"""Structures that the answers of several questions share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kb.meta import Basis, Prop, Row, Words
from kb.ontology.names import LinkType

__all__ = ["Caveat", "CaveatCode", "Evidence", "EvidenceLink", "PriorInput", "PriorUsed"]

_SHARE = {"low": 0, "high": 1}


class CaveatCode(Words):
    """What a reader must know of an answer."""

    INFERRED_SHARES = "INFERRED_SHARES", "shares of sales were computed by a rule that nothing has validated yet"
    ASSUMED_LINKS = "ASSUMED_LINKS", "some links are priors that no source states"
    CONFIDENCE = "CONFIDENCE", "the confidence that sources and rules give to the links"
    DATA_YEARS = "DATA_YEARS", "the years of the figures"
    NO_SHARES = "NO_SHARES", "nothing is loaded on who serves the hub"
    UNKNOWN_LINKS = "UNKNOWN_LINKS", "links without a number contribute nothing"
    NO_HOME = "NO_HOME", "the home of some providers is not loaded"
    NO_DESTINATION = "NO_DESTINATION", "no destination was named"
    NOT_LOADED = "NOT_LOADED", "something that bears on the answer is not loaded"
    PRIORS = "PRIORS", "numbers that no source states were used; the caller can change them"


class Caveat(Row):
    """Something that the reader of an answer must know."""

    code: Annotated[CaveatCode, Prop("What kind of thing it is")]
    text: Annotated[str, Prop("What it is, in words")]


class PriorInput(Row):
    """A number that no source states, with its range."""

    value: Annotated[float, Prop("Value", **_SHARE)]
    low: Annotated[float | None, Prop("Lowest plausible value; missing = value", **_SHARE)] = None
    high: Annotated[float | None, Prop("Highest plausible value; missing = value", **_SHARE)] = None


class PriorUsed(Row):
    """A prior as it was used."""

    name: Annotated[str, Prop("Field of the input that changes it")]
    value: Annotated[float, Prop("Value")]
    low: Annotated[float | None, Prop("Lowest plausible value")] = None
    high: Annotated[float | None, Prop("Highest plausible value")] = None
    meaning: Annotated[str, Prop("What it says")]


class EvidenceLink(Row):
    """One link of a chain, as it is loaded."""

    type: Annotated[LinkType, Prop("Type")]
    from_: Annotated[str, Prop("Id of the node it starts from", refers=("Entity",))]
    to: Annotated[str, Prop("Id of the node it leads to", refers=("Entity",))]
    since: Annotated[date | None, Prop("First day on which it holds; missing = open")] = None
    until: Annotated[date | None, Prop("First day on which it no longer holds; missing = open")] = None
    basis: Annotated[Basis, Prop("How it is known")]
    rule: Annotated[str | None, Prop("Rule that computed it")] = None
    confidence: Annotated[float | None, Prop("How sure the statement is")] = None
    service: Annotated[str | None, Prop("Id of the service", refers=("Service",))] = None
    seller_share: Annotated[float | None, Prop("Part of the provider's sales of the service in the country")] = None
    factor: Annotated[float | None, Prop("What the share is multiplied with: the hub's part in the client")] = None
    value_usd: Annotated[float | None, Prop("Sales in the year", unit="current US$")] = None
    sources: Annotated[tuple[str, ...], Prop("Sources that state it", refers=("Source",), node=True)] = ()


class Evidence(Row):
    """A chain of links that carries a part of the answer."""

    nodes: Annotated[tuple[str, ...], Prop("Nodes of the chain, from the hub on", refers=("Entity",), node=True)]
    links: Annotated[tuple[EvidenceLink, ...], Prop("Links of the chain")]
    basis: Annotated[Basis, Prop("The weakest basis of its links")]
    sources: Annotated[tuple[str, ...], Prop("Sources of its links", refers=("Source",), node=True)]
