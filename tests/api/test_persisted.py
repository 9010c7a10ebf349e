"""Documents that the service keeps: by their id, in their folder, and as the only ones."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from kb.db import Database
from kb.errors import BadInput
from kb.settings import Settings
from tests.api.conftest import draw, serving

pytestmark = pytest.mark.anyio

NODE = "query Node($id: ID!) { node(id: $id) { id } }\nquery Other { __typename }\n"
ACCENTS = '# naïve, 鴻海\r\n{ search(text: "agricole") { node { name } } }'
STRICT = {"Accept": "application/graphql-response+json"}
UNKNOWN = "sha256:" + "0" * 64


def identifier(text: str) -> str:
    """The id of a document."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, and a file that is none."""
    (tmp_path / "node.graphql").write_bytes(NODE.encode())
    (tmp_path / "accents.graphql").write_bytes(ACCENTS.encode())
    (tmp_path / "README.md").write_text("{ nothing }")
    return tmp_path


def refused(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and argument of a request with one error."""
    [error] = answer.json()["errors"]
    assert error["message"]
    assert error["extensions"]["hint"]
    assert error["extensions"]["rule"]
    return answer.status_code, error["extensions"]["code"], error["extensions"]["argument"]


async def test_a_document_by_its_id(whole_base: Database, folder: Path) -> None:
    draw(whole_base)
    async with serving(whole_base, documents=folder) as client:
        body: dict[str, Any] = {"documentId": identifier(NODE), "variables": {"id": "org:maker"}}
        several = await client.http.post("/graphql", json=body)
        one = await client.http.post("/graphql", json=body | {"operationName": "Node"})
        other = await client.http.post("/graphql", json=body | {"operationName": "Other", "query": None})
        accents = await client.http.post("/graphql", json={"documentId": identifier(ACCENTS)}, headers=STRICT)
        written = await client.data(NODE.splitlines()[0], id="org:none")

    assert refused(several)[1:] == ("BAD_INPUT", "operationName")
    assert one.json()["data"] == {"node": {"id": "org:maker"}}
    assert other.json()["data"] == {"__typename": "Query"}
    assert accents.json()["data"] == {"search": [{"node": {"name": "Crédit-Agricole"}}]}
    assert written == {"node": {"id": "org:none"}}


@pytest.mark.parametrize("headers", [{}, STRICT])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"documentId": UNKNOWN}, 404, "NOT_FOUND"),
        ({"documentId": identifier("{ nothing }")}, 404, "NOT_FOUND"),
        ({"documentId": identifier(NODE).upper()}, 400, "BAD_INPUT"),
        ({"documentId": identifier(NODE)[7:]}, 400, "BAD_INPUT"),
        ({"documentId": "sha256:../../node"}, 400, "BAD_INPUT"),
        ({"documentId": ""}, 400, "BAD_INPUT"),
        ({"documentId": 7}, 400, "BAD_INPUT"),
        ({"documentId": identifier(NODE), "query": "{ __typename }"}, 400, "BAD_INPUT"),
        ({"documentId": identifier(NODE), "query": ""}, 400, "BAD_INPUT"),
    ],
)
async def test_an_id_that_is_none(
    base: Database, folder: Path, body: dict[str, Any], status: int, code: str, headers: dict[str, str]
) -> None:
    async with serving(base, documents=folder) as client:
        answer = await client.http.post("/graphql", json=body, headers=headers)

        assert refused(answer) == (status, code, "documentId")
        assert ("data" in answer.json()) == (not headers)
        assert await client.data("{ __typename }") == {"__typename": "Query"}


async def test_no_documents_are_kept_by_default(base: Database) -> None:
    async with serving(base) as client:
        assert refused(await client.http.post("/graphql", json={"documentId": UNKNOWN}))[0] == 404


async def test_only_documents_that_are_kept(base: Database, folder: Path) -> None:
    async with serving(base, documents=folder, trusted_documents="only", get=True) as client:
        kept = {"documentId": identifier(NODE), "operationName": "Other"}
        good = [await client.http.post("/graphql", json=kept), await client.http.get("/graphql", params=kept)]
        same = await client.http.post("/graphql", json={"query": NODE, "operationName": "Other"})
        wrong = await client.http.get("/graphql", params={"query": "{"})
        none = await client.http.post("/graphql", json={})

    assert [answer.json()["data"] for answer in good] == [{"__typename": "Query"}] * 2
    assert refused(same) == refused(wrong) == (403, "FORBIDDEN", "query")
    assert refused(none) == (400, "BAD_INPUT", "query")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{ nothing }", "bad.graphql:1:3: Cannot query field 'nothing'"),
        (b"{ __typename", "bad.graphql:1:13: Syntax Error"),
        (b"\xff", "bad.graphql: not UTF-8"),
        (b"", "bad.graphql:1:1: Syntax Error"),
        (b"type A { a: Int }", "bad.graphql:1:1: The 'A' definition is not executable"),
        (b"{" + b"__typename " * 51 + b"}", "bad.graphql:1:1: An operation has too many root fields"),
        (b"#" * 60_000, "bad.graphql: The document is too long"),
    ],
)
def test_a_file_that_is_no_document(folder: Path, content: bytes, told: str) -> None:
    (folder / "bad.graphql").write_bytes(content)
    with pytest.raises(BadInput) as error:
        create_app(Settings(documents=folder))

    assert error.value.argument == "KB_DOCUMENTS"
    assert told in str(error.value)
    assert "node.graphql" not in str(error.value)
    assert error.value.hint


def test_a_schema_that_is_not_told_is_not_asked_for(folder: Path) -> None:
    (folder / "schema.graphql").write_text("{ __schema { description } }")
    create_app(Settings(documents=folder))
    with pytest.raises(BadInput, match=r"schema\.graphql:1:3: The schema is not told here"):
        create_app(Settings(documents=folder, introspection=False))


def test_many_faults_are_told_to_a_point(folder: Path) -> None:
    for number in range(30):
        (folder / f"{number:02}.graphql").write_text("{")
    with pytest.raises(BadInput, match="and 20 more") as error:
        create_app(Settings(documents=folder))
    assert len(str(error.value).splitlines()) < 15


@pytest.mark.parametrize("name", ["missing", "README.md", "empty"])
def test_a_folder_that_is_none(folder: Path, name: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(BadInput, match=name) as error:
        create_app(Settings(documents=folder / name))
    assert (error.value.argument, bool(error.value.hint)) == ("KB_DOCUMENTS", True)


def test_a_folder_inside_is_no_document(folder: Path) -> None:
    (folder / "inner.graphql").mkdir()
    with pytest.raises(BadInput, match=r"inner\.graphql: Is a directory"):
        create_app(Settings(documents=folder))
