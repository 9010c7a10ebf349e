"""On drawn graphs and documents, the compiled statement on Neo4j and plain resolvers over Python give the same JSON."""

from __future__ import annotations

import math
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import build_schema, graphql_sync

from api.schema import sdl
from kb.db import Database
from kb.ontology import NODES
from tests.api.conftest import Client, serving
from tests.drawn_documents import Document
from tests.drawn_graphs import drawn_graph, pool
from tests.reference_graph import World, read_world, root

pytestmark = pytest.mark.anyio

SCHEMA = build_schema(sdl())
GRAPHS = int(os.environ.get("KB_TEST_EXAMPLES") or 4)
DOCUMENTS = 10
"""on each graph"""
FILTERS = 6
"""of each label, on each graph"""


@pytest.fixture(scope="module")
async def service(whole_base: Database) -> AsyncIterator[Client]:
    async with serving(whole_base) as found:
        yield found


@pytest.mark.parametrize("seed", range(GRAPHS))
async def test_the_statement_agrees_with_plain_resolvers(service: Client, whole_base: Database, seed: int) -> None:
    world = _drawn(whole_base, seed)
    wrong = {}
    for number in range(seed * 10_000, seed * 10_000 + DOCUMENTS):
        document = Document(SCHEMA, number)
        for variables in (document.variables, document.others()) if document.variables else ({},):
            given = await service.ask(document.text, **variables)
            if found := _differences(given.get("data"), _expected(world, document.text, variables)):
                wrong[number] = (found, given.get("errors"), document.text, variables)
    assert wrong == {}


@pytest.mark.parametrize("seed", range(100, 100 + GRAPHS))
async def test_deep_filters_find_the_same(service: Client, whole_base: Database, seed: int) -> None:
    world = _drawn(whole_base, seed)
    wrong = {}
    for number, (label, node) in enumerate(NODES.items()):
        drawn = Document(SCHEMA, seed * 100 + number)
        filters = {f"w{at}": drawn.value(f"{label}Filter", 5) for at in range(FILTERS)}
        asked = [f"{name}: {node.plural}(where: ${name}, allDates: $all) {{ nodes {{ id }} }}" for name in filters]
        declared = " ".join(f"${name}: {label}Filter" for name in filters)
        text = f"query ({declared} $all: Boolean!) {{ {' '.join(asked)} }}"
        variables = filters | {"all": drawn.chance.random() < 0.7}
        given, expected = await service.data(text, **variables), _expected(world, text, variables)
        wrong |= {(label, name): filters[name] for name in filters if given[name] != expected[name]}
    assert wrong == {}


async def test_links_to_one_give_the_same_node(service: Client, whole_base: Database) -> None:
    world = _drawn(whole_base, 7)
    dates = ["allDates: true", *(f'asOf: "{day}"' for day in pool("Date"))]
    ends = {"productionHubs": "locatedIn", "sectors": "locatedIn", "organisations": "headquarteredIn"}
    asked = [
        f"{many}{number}: {many}({day}) {{ nodes {{ id {one} {{ id name }} }} }}"
        for many, one in ends.items()
        for number, day in enumerate(dates)
    ]
    text = f"{{ {' '.join(asked)} }}"

    assert await service.data(text) == _expected(world, text, {})


def _drawn(base: Database, seed: int) -> World:
    base.clear()
    base.write(drawn_graph(seed))
    return read_world(base)


def _expected(world: World, text: str, variables: dict[str, Any]) -> Any:
    today = datetime.now(UTC).date().isoformat()
    wanted = graphql_sync(SCHEMA, text, root(world, today), variable_values=variables)
    assert wanted.errors is None, (wanted.errors, text, variables)
    return wanted.data


def _differences(given: Any, wanted: Any, at: str = "") -> list[str]:
    """Where two responses differ, the order of their keys included; of cursors only whether they are there."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        if list(given) != list(wanted):
            return [f"{at}: {list(given)} for {list(wanted)}"]
        return [found for key in given for found in _differences(given[key], wanted[key], f"{at}.{key}")]
    if isinstance(given, list) and isinstance(wanted, list) and len(given) == len(wanted):
        return [found for number, pair in enumerate(zip(given, wanted, strict=True))
                for found in _differences(*pair, f"{at}[{number}]")]  # fmt: skip
    same = type(given) is type(wanted) and given == wanted
    if isinstance(given, float | int) and isinstance(wanted, float):  # a mean is rounded on the way
        same = math.isclose(given, wanted, rel_tol=1e-12, abs_tol=1e-12)
    if "ursor" in at.rpartition(".")[2]:
        same = (given is None) == (wanted is None)
    return [] if same else [f"{at}: {given!r} for {wanted!r}"]
