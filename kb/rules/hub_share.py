"""Rule `hub-share`: which part of its industry a hub is, counted in a list that was taken whole.

The sites of one buyer's suppliers stand in for output, so the shares are priors (basis ASSUMED, confidence 0.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["CONFIDENCE", "RULE", "Pair", "hub_shares"]

RULE = "hub-share"
CONFIDENCE = 0.2


class Pair(NamedTuple):
    """A list says that the organisation is in the hub."""

    country: str
    """where the hub is, alpha-3"""
    industry: str
    """the hub's"""
    hub: str
    organisation: str


def hub_shares(pairs: Iterable[Pair]) -> dict[str, float]:
    """Hub -> its share (0..1) of its industry's pairs in its country; a pair stated twice counts once.

    >>> hub_shares([Pair("CHN", "26", "hub:a", "org:x"), Pair("CHN", "26", "hub:b", "org:x")])
    {'hub:a': 0.5, 'hub:b': 0.5}
    """
    once = dict.fromkeys(pairs)
    in_industry = Counter((pair.country, pair.industry) for pair in once)
    in_hub = Counter((pair.country, pair.industry, pair.hub) for pair in once)
    return {hub: count / in_industry[country, industry] for (country, industry, hub), count in in_hub.items()}
