"""OWASP's GraphQL cheat sheet line by line: the tests that hold a line, or the reason why there is nothing to hold.

https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

ONE_READER = "who may ask may read everything: the facts are public ones, each with its source; one token opens all"
READ_ONLY = "there are no mutations, and the database refuses a read that writes"

LINES: dict[str, tuple[str, ...] | str] = {
    # Input validation
    "specific types, enums, validators": (
        "api/test_bad_input.py::test_a_literal",
        "api/test_bad_input.py::test_a_variable",
    ),
    "schemas for the input of mutations": READ_ONLY,
    "allowed characters are listed": ("spec/test_arguments.py", "api/test_attacks.py::test_hostile_values_are_values"),
    "one internal encoding": (
        "api/test_service.py::test_a_body_that_is_no_request",
        "api/test_get.py::test_an_address_that_is_no_request",
    ),
    "invalid input is rejected, and not more is told": (
        "api/test_bad_input.py::test_a_document",
        "api/test_limits.py::test_a_document_beyond_a_limit",
    ),
    # Injection
    "parameterized statements": (
        "api/test_attacks.py::test_hostile_values_are_values",
        "graph/test_literals.py::test_hostile_texts",
    ),
    "escaping where there are no safe interfaces": ("graph/test_literals.py::test_hostile_texts",),
    "no request to a host that a client names": "no field takes an address; Neo4j is the only server that is called",
    # Denial of service
    "depth": (
        "api/test_limits.py::test_a_document_beyond_a_limit",
        "api/test_limits.py::test_the_deepest_and_most_aliased",
    ),
    "amount": ("api/test_bad_input.py::test_a_page", "api/test_bad_input.py::test_a_search"),
    "pagination": ("api/test_graph.py::test_pages_forward_and_backward",),
    "timeouts": (
        "api/test_deadline.py::test_an_answer_that_takes_too_long",
        "api/test_deadline.py::test_a_client_that_goes_away",
    ),
    "cost": ("spec/test_cost_limits.py::test_the_highest_cost",),
    "rate": "a proxy's: the service keeps no account of its clients, and what one request may cost is limited",
    "batching and caching on the server": "an operation on the graph is one statement, planned once",
    "system resources": "KB_ENGINE_MEMORY limits Neo4j, a container or the system the rest",
    # Access control
    "the requester is authorised": (
        "api/test_access.py::test_a_wrong_token",
        "api/test_get.py::test_the_token_is_wanted",
    ),
    "edges and nodes alike": ONE_READER,
    "types by permission": ONE_READER,
    "access control in resolvers": ONE_READER,
    "objects by id": ONE_READER,
    "fields by permission": ONE_READER,
    "mutations by permission": (
        "graph/test_write.py::test_a_read_cannot_write",
        "api/test_bad_input.py::test_a_document",
    ),
    # Batching attacks
    "how many objects a request may ask for": (
        "api/test_limits.py::test_a_document_beyond_a_limit",
        "spec/test_cost_limits.py::test_the_highest_cost",
    ),
    "no batching for secrets": "the graph has none: no passwords, no codes, no persons",
    "how many operations run at once": (
        "api/test_attacks.py::test_by_default_only_what_is_there_on_purpose_is_found",
        "api/test_service.py::test_a_body_that_is_no_request",
    ),
    # Configuration
    "no excessive errors": (
        "api/test_changing_base.py::test_a_fault_of_ours_is_masked_and_logged_under_its_id",
        "spec/test_logs.py",
    ),
    "introspection can be switched off": (
        "api/test_closed.py::test_the_schema_is_not_told",
        "api/test_persisted.py::test_only_documents_that_are_kept",
    ),
    "GraphiQL can be switched off": ("api/test_closed.py::test_without_the_page",),
    "suggestions go with introspection": ("api/test_closed.py::test_nothing_near_is_named",),
}


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_held_or_has_a_reason(line: str) -> None:
    held = LINES[line]
    if isinstance(held, str):
        assert len(held.split()) > 5, "a reason, not a word"
        return
    for named in held:
        file, _, name = named.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        names = {one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert name in names if name else any(one.startswith("test_") for one in names), named
