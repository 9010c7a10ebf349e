"""Two that load the same links at once make each of them once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from kb.db import Database
from kb.load.facts import Facts


def drawn(count: int = 400) -> tuple[Facts, Facts]:
    nodes, links, chance = Facts(), Facts(), random.Random(7)
    for number in range(count):
        nodes.node("Organisation", id=f"org:o{number}", name=str(number))
    pairs = sorted({(chance.randrange(count), chance.randrange(count)) for _ in range(8 * count)})
    for start, end in pairs:
        links.link("SUPPLIES", f"org:o{start}", f"org:o{end}", basis="OBSERVED")
    return nodes, links


def test_two_at_once_write_each_link_once(base: Database) -> None:
    nodes, links = drawn()
    base.write(nodes)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(base.write, links) for _ in range(2)]:
            assert done.result() == {"SUPPLIES": len(links.links["SUPPLIES"])}
    assert base.counts()[1] == {"SUPPLIES": len(links.links["SUPPLIES"])}
