"""Goods and services."""

from __future__ import annotations

from typing import Annotated

from kb.meta import Link, Node, Prop, Words

__all__ = ["Good", "InputTo", "Service", "ServiceCategory", "ServiceProximity"]


class ServiceCategory(Words):
    """Kinds of services."""

    FINANCIAL = "FINANCIAL", "banking, insurance, payments, capital markets"
    TECHNOLOGY = "TECHNOLOGY", "cloud, software, telecommunications"
    PROFESSIONAL = "PROFESSIONAL", "law, audit, advice, engineering"
    LOGISTICS = "LOGISTICS", "transport, warehousing, forwarding"
    COMPLIANCE = "COMPLIANCE", "services that help to meet a rule"


class ServiceProximity(Words):
    """How near to its client a service must be."""

    ON_SITE = "ON_SITE", "where the client stands"
    IN_COUNTRY = "IN_COUNTRY", "in the client's country"
    REMOTE = "REMOTE", "from anywhere"


class Good(Node, prefix="good"):
    """A product or input."""

    hs: Annotated[
        str | None,
        Prop("Harmonized System code of 2, 4 or 6 digits", pattern="[0-9]{2}|[0-9]{4}|[0-9]{6}", index=True),
    ] = None
    essential_default: Annotated[bool | None, Prop("Its buyers cannot do without it unless a link says otherwise")] = (
        None
    )


class Service(Node, prefix="service"):
    """A kind of service."""

    category: Annotated[ServiceCategory, Prop("Kind")]
    proximity: Annotated[ServiceProximity, Prop("How near to the client it must be")]


class InputTo(Link, ends=((Good, Good),), forward="inputTo", backward="inputs"):
    """Goes into the making of."""

    essential: Annotated[bool | None, Prop("Without it nothing is made")] = None
    quantity: Annotated[float | None, Prop("Units of the input for one unit of the product", low=0)] = None
