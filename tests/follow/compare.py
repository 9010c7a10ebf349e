"""Hold an answer of servicesFollowing against the plain-Python reference, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.load.facts import Facts
from kb.questions.following import ServicesFollowingAnswer, ServicesFollowingRow
from tests.follow.spec import differences
from tests.reference_follow import follow

__all__ = ["compare", "reference", "shown"]

_SHARES = ("phi", "stake", "follow", "follow_low", "follow_high", "remote", "lost")
_MONEY = ("stake_usd", "follow_usd", "remote_usd", "lost_usd")
_OTHERS = ("provider", "service", "present", "agreement", "barred_by", "localised_by", "conditions", "unknown_links")


def reference(facts: Facts, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the reference answers; a destination may be named by its alpha-3 code."""
    to = arguments.get("to")
    named = {} if to is None or ":" in to else {"to": f"country:{to.lower()}"}
    return follow(facts, **{**arguments, **named})


def compare(answer: ServicesFollowingAnswer, facts: Facts, arguments: Mapping[str, Any]) -> None:
    """Fails where the answer and the reference differ."""
    expected = reference(facts, arguments)
    assert (answer.from_country, answer.unknown_links) == (expected["from_country"], expected["unknown_links"])
    assert answer.total_count == len(answer.rows) == len(expected["rows"])
    for row, wanted in zip(answer.rows, expected["rows"], strict=True):
        evidence = wanted.pop("evidence")
        assert differences(shown(row), wanted) == {}
        assert [chain.nodes[-2] for chain in row.evidence] == [client for _, client in evidence]
    assert len(answer.totals) == len(expected["totals"])
    for total, wanted in zip(answer.totals, expected["totals"], strict=True):
        found = {name: getattr(total, name) for name in ("provider_count", *_MONEY)}
        verdicts = [(str(v.verdict), v.count) for v in total.verdicts]
        assert differences(found | {"category": str(total.category), "verdicts": verdicts}, wanted) == {}


def shown(row: ServicesFollowingRow) -> dict[str, Any]:
    """The row's fields, its evidence left out, words as plain text."""
    plain = {name: getattr(row, name) for name in (*_OTHERS, *_SHARES, *_MONEY)}
    return plain | {"verdict": str(row.verdict), "basis": str(row.basis)}
