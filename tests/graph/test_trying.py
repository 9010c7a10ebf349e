"""The command to try asks about a hub that is there."""

from __future__ import annotations

import pytest

from kb.cli.trying import trial
from kb.db import Database
from tests.drawn import drawn

pytestmark = pytest.mark.anyio
OWN = """
hub:aaa LOCATED_IN country:deu
hub:aaa until=2001-01-01
hub:own LOCATED_IN country:vnm
hub:zzz
"""
STARTER = """
hub:chn-guangdong-electronics LOCATED_IN country:chn
country:vnm name=Vietnam
"""


async def test_nothing_to_try_without_a_hub_that_holds(async_base: Database) -> None:
    assert await trial(async_base) is None
    async_base.write(drawn("hub:zzz\n"))
    assert await trial(async_base) is None


async def test_a_hub_of_ones_own(async_base: Database) -> None:
    async_base.write(drawn(OWN))
    command = await trial(async_base)
    assert command is not None
    assert command.endswith(" ask servicesFollowing --hub hub:own"), "it is in Vietnam already"


async def test_the_starter_packs_hub_where_it_is(async_base: Database) -> None:
    async_base.write(drawn(OWN + STARTER))
    command = await trial(async_base)
    assert command is not None
    assert command.endswith(" ask servicesFollowing --hub hub:chn-guangdong-electronics --to VNM")
