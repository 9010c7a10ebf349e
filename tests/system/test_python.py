"""The knowledge base from Python, beside a running service."""

from __future__ import annotations

import pandas

import kb
from tests.house import HUB, Service


def test_pandas_takes_the_rows_as_they_are(service: Service) -> None:
    with kb.open(home=service.home, uri=None) as base:
        answer = base.ask("servicesFollowing", hub=HUB, to="VNM")
        frame = pandas.DataFrame(answer.rows)
    assert {"provider", "service", "follow", "stake", "verdict", "follow_usd", "evidence"} <= set(frame.columns)
    assert len(frame) == answer.total_count
    assert frame["follow"].dtype == "float64"
    top = frame.dropna(subset="follow").nlargest(1, "follow").iloc[0]
    assert (top["provider"], top["service"]) == (answer.rows[0].provider, answer.rows[0].service)
    assert frame["provider"].iloc[0].startswith("org:")
