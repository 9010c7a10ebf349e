"""An answer of servicesFollowing in the form in which the plain-Python reference gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.load.facts import Facts
from kb.questions.following import ServicesFollowingAnswer, ServicesFollowingRow
from tests.follow.placed import taken_back
from tests.reference_follow import follow

__all__ = ["reference", "report"]

_SHARES = ("phi", "stake", "follow", "follow_low", "follow_high", "remote", "lost")
_MONEY = ("stake_usd", "follow_usd", "remote_usd", "lost_usd")
_OTHERS = ("provider", "service", "present", "agreement", "barred_by", "localised_by", "conditions", "unknown_links")


def reference(facts: Facts, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the reference answers; a destination may be named by its alpha-3 code."""
    to = arguments.get("to")
    named = {} if to is None or ":" in to else {"to": f"country:{to.lower()}"}
    return follow(facts, **{**arguments, **named})


def report(answer: ServicesFollowingAnswer, mark: str = "") -> dict[str, Any]:
    """The answer as the reference tells it; ids without the mark."""
    assert answer.total_count == len(answer.rows)
    told = {
        "from_country": answer.from_country,
        "rows": [_row(row) for row in answer.rows],
        "totals": [
            {"category": str(total.category), "provider_count": total.provider_count}
            | {name: getattr(total, name) for name in _MONEY}
            | {"verdicts": [(str(v.verdict), v.count) for v in total.verdicts]}
            for total in answer.totals
        ],
        "unknown_links": answer.unknown_links,
    }
    found: dict[str, Any] = taken_back(told, mark) if mark else told
    return found


def _row(row: ServicesFollowingRow) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in (*_OTHERS, *_SHARES, *_MONEY)}
    chains = [(str(chain.basis), chain.nodes[-2]) for chain in row.evidence]
    return plain | {"verdict": str(row.verdict), "basis": str(row.basis), "evidence": chains}
