"""Services that follow a production hub out of a country: what is asked and what is answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from kb.meta import Answer, Basis, Prop, Question, Row, Words
from kb.ontology.goods import ServiceCategory
from kb.questions.common import Caveat, Evidence, PriorInput, PriorUsed

__all__ = [
    "FollowFetched",
    "FollowOrder",
    "FollowPriors",
    "FollowTotal",
    "FollowVerdict",
    "ServicesFollowing",
    "ServicesFollowingAnswer",
    "ServicesFollowingRow",
    "VerdictCount",
]

_USD = "current US$"
_SHARE = "share of the provider's sales of the service in the country"


class FollowOrder(Words):
    """What comes first."""

    SHARE = "SHARE", "largest share of the provider's sales: small specialised firms lead"
    MONEY = "MONEY", "largest amount of money: large home firms lead"


class FollowVerdict(Words):
    """What happens to a service when the hub leaves."""

    BARRED = "BARRED", "a measure keeps the provider out of the destination"
    FOLLOWS = "FOLLOWS", "most of it follows the hub"
    SERVED_REMOTELY = "SERVED_REMOTELY", "most of it goes on across the border"
    LOST_TO_INCUMBENTS = "LOST_TO_INCUMBENTS", "most of it is lost to firms that are there"
    UNKNOWN = "UNKNOWN", "no link has a number"


class FollowPriors(Row):
    """The priors of the question. A missing one keeps its default."""

    need_on_site: Annotated[
        PriorInput, Prop("How much of an ON_SITE service must be near its client, 0 none to 1 all of it")
    ] = PriorInput(value=1.0, low=1.0, high=1.0)
    need_in_country: Annotated[
        PriorInput, Prop("How much of an IN_COUNTRY service must be in its client's country")
    ] = PriorInput(value=0.6, low=0.4, high=0.8)
    need_remote: Annotated[PriorInput, Prop("How much of a REMOTE service must be near its client")] = PriorInput(
        value=0.1, low=0.0, high=0.2
    )
    ability_with_agreement: Annotated[
        float,
        Prop("How able a provider is to enter a country where it is not present, under an agreement", low=0, high=1),
    ] = 0.5
    ability_without: Annotated[
        float, Prop("How able it is to enter without an agreement on services or investment", low=0, high=1)
    ] = 0.25


class VerdictCount(Row):
    """How many rows have a verdict."""

    verdict: Annotated[FollowVerdict, Prop("Verdict")]
    count: Annotated[int, Prop("Rows")]


class FollowTotal(Row):
    """Sums over the rows of one category of services; a sum is missing if no row has the number."""

    category: Annotated[ServiceCategory, Prop("Category")]
    provider_count: Annotated[int, Prop("Providers with a row")]
    stake_usd: Annotated[float | None, Prop("Money at stake", unit=_USD)] = None
    follow_usd: Annotated[float | None, Prop("Part that follows", unit=_USD)] = None
    remote_usd: Annotated[float | None, Prop("Part that is served across the border", unit=_USD)] = None
    lost_usd: Annotated[float | None, Prop("Part that is lost", unit=_USD)] = None
    verdicts: Annotated[tuple[VerdictCount, ...], Prop("Rows by verdict")] = ()


class ServicesFollowingRow(Row):
    """One provider in one service."""

    provider: Annotated[str, Prop("Who provides it", refers=("Organisation",), node=True)]
    service: Annotated[str, Prop("What it provides", refers=("Service",), node=True)]
    phi: Annotated[float | None, Prop("Part of its sales that hangs on the hub", unit=_SHARE, detail=True)] = None
    stake: Annotated[float | None, Prop("Part of its sales that the move puts at stake", unit=_SHARE, spared=12)] = None
    follow: Annotated[float | None, Prop("Part of the stake that follows", unit=_SHARE)] = None
    follow_low: Annotated[
        float | None, Prop("The same with the lowest need for proximity", unit=_SHARE, detail=True)
    ] = None
    follow_high: Annotated[
        float | None, Prop("The same with the highest need for proximity", unit=_SHARE, detail=True)
    ] = None
    remote: Annotated[float | None, Prop("Part of the stake served across the border", unit=_SHARE, spared=7)] = None
    lost: Annotated[float | None, Prop("Part of the stake that is lost", unit=_SHARE, spared=8)] = None
    stake_usd: Annotated[float | None, Prop("Money at stake in a year", unit=_USD, spared=9)] = None
    follow_usd: Annotated[float | None, Prop("Part that follows", unit=_USD, spared=11)] = None
    remote_usd: Annotated[float | None, Prop("Part served across the border", unit=_USD, spared=1)] = None
    lost_usd: Annotated[float | None, Prop("Part that is lost", unit=_USD, spared=2)] = None
    present: Annotated[
        bool | None, Prop("It is in the destination, or at home there; missing without one", spared=6)
    ] = None
    agreement: Annotated[
        str | None,
        Prop(
            "Agreement on services or investment that bound its home and the destination first",
            refers=("TradeAgreement",),
            node=True,
            spared=10,
        ),
    ] = None
    barred_by: Annotated[
        str | None, Prop("Measure that keeps it out (the smallest id)", refers=("Measure",), node=True, spared=5)
    ] = None
    localised_by: Annotated[
        str | None,
        Prop(
            "Measure that demands the service from inside (the smallest id)", refers=("Measure",), node=True, spared=4
        ),
    ] = None
    conditions: Annotated[
        tuple[str, ...], Prop("Measures that set conditions or costs", refers=("Measure",), node=True, detail=True)
    ] = ()
    verdict: Annotated[FollowVerdict, Prop("What happens to most of it")]
    basis: Annotated[Basis, Prop("The weakest basis of the links it rests on", spared=3)]
    unknown_links: Annotated[int, Prop("Links without a number, which contribute nothing", detail=True)]
    evidence: Annotated[tuple[Evidence, ...], Prop("The chains it rests on, the heaviest first", first=3)] = ()


class ServicesFollowingAnswer(Answer):
    """Which services follow a production hub out of its country, with numbers, evidence and doubt."""

    hub: Annotated[str, Prop("The hub that leaves", refers=("ProductionHub",), node=True)]
    from_country: Annotated[str, Prop("The country it leaves", refers=("Country",), node=True)]
    to_country: Annotated[str | None, Prop("The country it goes to", refers=("Country",), node=True)] = None
    as_of: Annotated[date, Prop("The day whose facts were used")]
    moved: Annotated[float, Prop("Part of the hub that moves")]
    priors: Annotated[tuple[PriorUsed, ...], Prop("All priors, as they were used")]
    totals: Annotated[tuple[FollowTotal, ...], Prop("Sums by category")]
    caveats: Annotated[tuple[Caveat, ...], Prop("What the reader must know")]
    unknown_links: Annotated[int, Prop("Links without a number, over all rows")]
    total_count: Annotated[int, Prop("Rows on all pages")]
    rows: Annotated[tuple[ServicesFollowingRow, ...], Prop("Rows, in the order asked for", first=50, offset=True)]


class FollowFetched(Row):
    """What the statement returns, one record."""

    hub: Annotated[str | None, Prop("Id of the hub, if it is loaded")]
    holds: Annotated[bool, Prop("The hub holds at the date")]
    origin: Annotated[str | None, Prop("Id of its country at the date")]
    destination: Annotated[str | None, Prop("Id of the destination, if it is loaded")]
    services: Annotated[tuple[Any, ...], Prop("Services of those links, with category and proximity")]
    serves: Annotated[tuple[Any, ...], Prop("SERVES links to the hub, its clients and sectors, as lists")]
    operates: Annotated[tuple[Any, ...], Prop("OPERATES_IN links of those clients in the hub's country")]
    parts: Annotated[tuple[Any, ...], Prop("PART_OF links from the hub to those sectors")]
    providers: Annotated[tuple[Any, ...], Prop("Home of each provider, and whether it is in the destination")]
    rulers: Annotated[tuple[Any, ...], Prop("Governments of homes and destination, with their coalitions")]
    measures: Annotated[tuple[Any, ...], Prop("Measures in force on the destination's side")]
    home_measures: Annotated[tuple[Any, ...], Prop("Measures in force that target the destination")]
    parties: Annotated[tuple[Any, ...], Prop("Who is bound by agreements on services or investment")]
    empty: Annotated[bool, Prop("Nothing is loaded at all")]


class ServicesFollowing(Question, answer=ServicesFollowingAnswer, fetched=FollowFetched):
    """Production hub `hub` leaves its country for country `to`: which services follow it, which go on across the
    border, which are lost? Without `to`: which could follow it anywhere."""

    hub: Annotated[str, Prop("The hub that leaves: its id", refers=("ProductionHub",))]
    to: Annotated[
        str | None, Prop("Where it goes: the country's id or ISO 3166-1 alpha-3 code", refers=("Country",))
    ] = None
    moved: Annotated[float, Prop("Part of the hub that moves", above=0, high=1)] = 1.0
    as_of: Annotated[date | None, Prop("The day whose facts are used; missing = today, UTC")] = None
    categories: Annotated[tuple[ServiceCategory, ...] | None, Prop("Only services of these; missing = all")] = None
    priors: Annotated[FollowPriors | None, Prop("Numbers that no source states; missing = their defaults")] = None
    order_by: Annotated[FollowOrder, Prop("What comes first")] = FollowOrder.SHARE

    def compute(self, fetched: FollowFetched) -> ServicesFollowingAnswer:
        """The answer, from what the statement fetched."""
        from kb.questions.following_answer import answer  # it builds the classes above

        return answer(self, fetched)
