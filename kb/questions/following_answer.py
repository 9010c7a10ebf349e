"""From what was fetched to the answer: each provider's chains to the hub, what bears on it, how its stake splits."""

from __future__ import annotations

import math
from typing import Any

from kb.errors import BadInput, NotFound
from kb.models import follow
from kb.questions.following import (
    FollowFetched,
    FollowOrder,
    FollowVerdict,
    ServicesFollowing,
    ServicesFollowingAnswer,
    ServicesFollowingRow,
)
from kb.questions.following_bearing import Bearing
from kb.questions.following_chains import Chain, chains, evidence
from kb.questions.following_priors import Priors, priors, used
from kb.questions.following_summary import caveats, totals

__all__ = ["answer"]


def answer(question: ServicesFollowing, fetched: FollowFetched) -> ServicesFollowingAnswer:
    """The answer to `question`. Raises NotFound and BadInput for a hub or destination at fault."""
    origin = _checked(question, fetched)
    numbers = priors(question.priors)
    found = chains(fetched)
    bears = Bearing(fetched)
    rows = [_row(question, *key, kept, bears, numbers) for key, kept in found.items()]
    rows.sort(key=_order(question.order_by))
    assert question.as_of is not None  # filled in before the statement ran
    return ServicesFollowingAnswer(
        hub=question.hub,
        from_country=origin,
        to_country=question.to,
        as_of=question.as_of,
        moved=question.moved,
        priors=used(numbers),
        totals=totals(rows, {service["id"]: service["category"] for service in fetched.services}),
        caveats=caveats(fetched, rows, [chain for kept in found.values() for chain in kept], question),
        unknown_links=sum(row.unknown_links for row in rows),
        total_count=len(rows),
        rows=tuple(rows),
    )


def _checked(question: ServicesFollowing, fetched: FollowFetched) -> str:
    if fetched.hub is None:
        hint = "The knowledge base is empty: run `kb load starter`." if fetched.empty else "`search` finds a hub's id."
        raise NotFound(f"There is no production hub {question.hub}.", argument="hub", rule="a loaded hub", hint=hint)
    if not fetched.holds or fetched.origin is None:
        fault = "does not exist" if not fetched.holds else "is located in no country that is loaded"
        raise BadInput(
            f"{question.hub} {fault} at {question.as_of}.",
            argument="hub",
            rule="holds at asOf and is located in a country",
            hint="Ask with another asOf, or about another hub.",
        )
    if question.to is not None and fetched.destination is None:
        raise NotFound(
            f"There is no country {question.to}.",
            argument="to",
            rule="a loaded country",
            hint="Give an ISO 3166-1 alpha-3 code such as VNM.",
        )
    if question.to == fetched.origin:
        raise BadInput(
            f"{question.hub} is in {question.to} already.",
            argument="to",
            rule="not the hub's own country",
            hint="Name another country, or leave `to` out.",
        )
    return fetched.origin


def _row(
    question: ServicesFollowing, provider: str, service: str, chains: list[Chain], bears: Bearing, numbers: Priors
) -> ServicesFollowingRow:
    borne, agreement = bears.borne(provider, service), bears.agreement(provider)
    present = bears.present[provider] if question.to is not None else None
    able = 1.0
    if question.to is not None:
        able = follow.ability(
            barred=bool(borne.bars),
            present=bool(present),
            agreed=agreement is not None,
            with_agreement=numbers.ability_with_agreement,
            without=numbers.ability_without,
        )
    across = 0.0 if borne.bars or borne.localises else 1.0
    need, low, high = numbers.need[bears.proximity[service]]
    phi = follow.phi([c.part for c in chains if c.part is not None])
    money = [c.money for c in chains if c.money is not None]
    share = None if phi is None else follow.split(question.moved * phi, need, able, across)
    usd = follow.split(question.moved * math.fsum(money), need, able, across) if money else None
    return ServicesFollowingRow(
        provider=provider,
        service=service,
        phi=phi,
        **_shares(share, low, high, able),
        **_money(usd),
        present=present,
        agreement=agreement,
        barred_by=min(borne.bars, default=None),
        localised_by=min(borne.localises, default=None),
        conditions=tuple(sorted(borne.conditions)),
        verdict=_verdict(bool(borne.bars), share),
        basis=follow.weakest([c.basis for c in chains]),
        unknown_links=sum(c.part is None for c in chains),
        evidence=tuple(evidence(question.hub, c) for c in chains),
    )


def _shares(split: follow.Split | None, low: float, high: float, able: float) -> dict[str, Any]:
    if split is None:
        return {}
    return {
        "stake": split.stake,
        "follow": split.follow,
        "follow_low": split.stake * low * able,
        "follow_high": split.stake * high * able,
        "remote": split.remote,
        "lost": split.lost,
    }


def _money(split: follow.Split | None) -> dict[str, Any]:
    if split is None:
        return {}
    return {
        "stake_usd": split.stake,
        "follow_usd": split.follow,
        "remote_usd": split.remote,
        "lost_usd": split.lost,
    }


def _verdict(barred: bool, share: follow.Split | None) -> FollowVerdict:
    if barred:
        return FollowVerdict.BARRED
    if share is None:
        return FollowVerdict.UNKNOWN
    largest = max(share.follow, share.remote, share.lost) - 1e-12 * share.stake  # rounding breaks no tie
    if share.follow >= largest:
        return FollowVerdict.FOLLOWS
    return FollowVerdict.SERVED_REMOTELY if share.remote >= largest else FollowVerdict.LOST_TO_INCUMBENTS


def _order(order: FollowOrder) -> Any:
    first, second = ("follow", "stake") if order is FollowOrder.SHARE else ("follow_usd", "stake_usd")

    def key(row: ServicesFollowingRow) -> tuple[Any, ...]:
        one, two = getattr(row, first), getattr(row, second)
        return (one is None, -(one or 0.0), two is None, -(two or 0.0), row.provider, row.service)

    return key
