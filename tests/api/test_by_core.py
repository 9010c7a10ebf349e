"""Entity fields alone do not go through graphql-core; beside `__typename` they do: the response is the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import HUB, Client

pytestmark = pytest.mark.anyio

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "one": ("", "country(id: $id) { name }", {"id": "country:chn"}),
    "no such node": ("", "country(id: $id) { name }", {"id": "country:none"}),
    "order of the fields": (
        "",
        "z: countries { totalCount } country(id: $id) { iso3 } a: countries(first: 1) { nodes { name } }",
        {"id": "country:chn"},
    ),
    "one is skipped": (
        ", $no: Boolean!",
        "country(id: $id) { name } countries @skip(if: $no) { totalCount }",
        {"id": "country:chn", "no": True},
    ),
    "all are skipped": (
        ", $no: Boolean!",
        "country(id: $id) @skip(if: $no) { name }",
        {"id": "country:chn", "no": True},
    ),
    "in a fragment": ("", "... on Query { country(id: $id) { ... on Node { id } name } }", {"id": "country:chn"}),
    "one at fault": ("", f'country(id: $id) {{ name }} productionHub(id: "{HUB}") {{ name }}', {"id": "org:mizuho"}),
    "all at fault": ("", "country(id: $id) { name }", {"id": "nonsense"}),
    "a page too large": (
        ", $n: Int",
        "country(id: $id) { name } countries(first: $n) { totalCount }",
        {"id": "country:chn", "n": 10_001},
    ),
    "null where it may stand": (
        ", $after: String",
        "country(id: $id) { name } countries(after: $after) { totalCount }",
        {"id": "country:chn", "after": None},
    ),
    "null where it may not": (
        ', $other: ID = "country:vnm"',
        "country(id: $id) { name } b: country(id: $other) { name }",
        {"id": "country:chn", "other": None},
    ),
    "null where it may not, in an order": (
        ", $way: OrderDirection",
        "country(id: $id) { name } countries(orderBy: {field: NAME, direction: $way}) { totalCount }",
        {"id": "country:chn", "way": None},
    ),
    "a default": (
        ', $other: ID = "country:vnm"',
        "country(id: $id) { name } b: country(id: $other) { name }",
        {"id": "country:chn"},
    ),
    "variables at fault": (", $n: Int", "country(id: $id) { name } countries(first: $n) { totalCount }", {"n": "no"}),
}


@pytest.mark.parametrize("case", CASES)
async def test_the_response_is_that_of_graphql_core(asking: Client, case: str) -> None:
    declared, fields, variables = CASES[case]
    document = f"query Q($id: ID!{declared}) {{ {fields} %s }}"

    alone = await asking.ask(document % "", **variables)
    by_core = await asking.ask(document % "__typename", **variables)

    assert alone.get("errors") == by_core.get("errors")
    if by_core["data"] is None:
        assert alone["data"] is None
    else:
        assert by_core["data"].pop("__typename") == "Query"
        assert list(alone["data"].items()) == list(by_core["data"].items())
    assert (alone.get("errors") is None) == (case in RIGHT)


RIGHT = {
    "one",
    "no such node",
    "order of the fields",
    "one is skipped",
    "all are skipped",
    "in a fragment",
    "null where it may stand",
    "a default",
}
