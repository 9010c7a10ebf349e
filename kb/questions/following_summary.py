"""Totals and caveats of servicesFollowing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kb.meta import Basis
from kb.ontology.goods import ServiceCategory
from kb.questions.common import Caveat, CaveatCode
from kb.questions.following import (
    FollowFetched,
    FollowTotal,
    FollowVerdict,
    ServicesFollowing,
    ServicesFollowingRow,
    VerdictCount,
)
from kb.questions.following_chains import Chain
from kb.rules.sectors import COUNTRIES

__all__ = ["caveats", "totals"]


def totals(rows: Sequence[ServicesFollowingRow], categories: Mapping[str, str]) -> tuple[FollowTotal, ...]:
    """Sums by category, in the order of the enumeration; `categories` gives a service's."""
    by_category = {category: [r for r in rows if categories[r.service] == category] for category in ServiceCategory}
    return tuple(_total(category, own) for category, own in by_category.items() if own)


def _total(category: ServiceCategory, rows: Sequence[ServicesFollowingRow]) -> FollowTotal:
    counted = Counter(row.verdict for row in rows)
    return FollowTotal(
        category=category,
        provider_count=len({row.provider for row in rows}),
        stake_usd=_sum(row.stake_usd for row in rows),
        follow_usd=_sum(row.follow_usd for row in rows),
        remote_usd=_sum(row.remote_usd for row in rows),
        lost_usd=_sum(row.lost_usd for row in rows),
        verdicts=tuple(VerdictCount(verdict=v, count=counted[v]) for v in FollowVerdict if counted[v]),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def caveats(
    fetched: FollowFetched, rows: Sequence[ServicesFollowingRow], chains: Sequence[Chain], question: ServicesFollowing
) -> tuple[Caveat, ...]:
    """What the reader must know of this answer."""
    told = [
        *_on_shares(fetched, rows, question),
        *_on_links(chains),
        *_on_years(chains),
        *_on_gaps(fetched, rows, question),
        (
            CaveatCode.PRIORS,
            "How near a service must be and how able a provider is to enter are priors: no source states them. "
            "The split is a norm that nothing has tested yet.",
        ),
    ]
    return tuple(Caveat(code=code, text=text) for code, text in told)


def _on_shares(
    fetched: FollowFetched, rows: Sequence[ServicesFollowingRow], question: ServicesFollowing
) -> Iterable[tuple[CaveatCode, str]]:
    if not rows:
        country = (fetched.origin or "").partition(":")[2].upper()
        only = f" for {', '.join(question.categories)}" if question.categories else ""
        lacking = "" if country in COUNTRIES else f" {country} is not in that table."
        yield (
            CaveatCode.NO_SHARES,
            f"No SERVES link to {fetched.hub}, its clients or its sector holds at {question.as_of}{only}, so no shares "
            "are known. This says nothing on whether services follow it. Rule R1 infers shares only for hubs of lists "
            f"taken whole, in countries of the input-output table.{lacking}",
        )
    unknown = sum(row.unknown_links for row in rows)
    if unknown:
        yield CaveatCode.UNKNOWN_LINKS, f"{unknown} links have no number; they contribute nothing to any sum."


def _on_links(chains: Sequence[Chain]) -> Iterable[tuple[CaveatCode, str]]:
    bases = Counter(chain.basis for chain in chains)
    if bases[Basis.INFERRED]:
        rules = sorted({c.serves.rule for c in chains if c.serves.rule})
        yield (
            CaveatCode.INFERRED_SHARES,
            f"{bases[Basis.INFERRED]} of {len(chains)} chains are inferred (rule {', '.join(rules) or 'not named'}), "
            "not stated by a source. The order is plausible; the level is validated by nothing yet.",
        )
    if bases[Basis.ASSUMED]:
        yield CaveatCode.ASSUMED_LINKS, f"{bases[Basis.ASSUMED]} of {len(chains)} chains rest on an assumed link."
    known = [c.serves.confidence for c in chains if c.serves.confidence is not None]
    if known:
        span = f"{min(known):g}" if min(known) == max(known) else f"{min(known):g} to {max(known):g}"
        unsaid = len(chains) - len(known)
        rest = f"; not stated for {unsaid} of {len(chains)}" if unsaid else ""
        yield CaveatCode.CONFIDENCE, f"Confidence of the SERVES links: {span}{rest}."


def _on_years(chains: Sequence[Chain]) -> Iterable[tuple[CaveatCode, str]]:
    years = sorted({c.serves.year for c in chains if c.serves.year is not None})
    if years:
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        yield (
            CaveatCode.DATA_YEARS,
            f"The youngest figures behind a share are of {span}; others are older: see the sources.",
        )


def _on_gaps(
    fetched: FollowFetched, rows: Sequence[ServicesFollowingRow], question: ServicesFollowing
) -> Iterable[tuple[CaveatCode, str]]:
    homeless = sum(provider["home"] is None for provider in fetched.providers)
    if homeless:
        yield (
            CaveatCode.NO_HOME,
            f"Providers whose home is not loaded: {homeless}. No agreement and no measure on a home counts for them.",
        )
    if question.to is None:
        yield (
            CaveatCode.NO_DESTINATION,
            "Without a destination every provider is able to be there, and nothing bars it.",
        )
    elif not any(r["country"] == question.to for r in fetched.rulers):
        yield CaveatCode.NOT_LOADED, f"Who governs {question.to} is not loaded: no measure or agreement of its counts."
    if rows and all(row.stake_usd is None for row in rows):
        yield CaveatCode.NOT_LOADED, "No link has an amount of money."
