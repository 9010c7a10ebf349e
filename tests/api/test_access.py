"""Who may call the service, and what its log says of a call."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from api.app import create_app
from kb.db import Database
from kb.settings import Settings
from tests.api.conftest import serving

pytestmark = pytest.mark.anyio
ASK = {"query": "{ __typename }"}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic geheim", "geheim", "Bearer geheimer", "Bearer é"]
)
async def test_a_wrong_token(base: Database, header: str) -> None:
    async with serving(base, token="geheim", host="0.0.0.0") as client:
        headers = {"Authorization": header.encode()} if header else {}
        answer = await client.http.post("/graphql", json=ASK, headers=headers)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "geheim" not in answer.text


async def test_the_right_token_and_what_needs_none(base: Database) -> None:
    async with serving(base, token="geheim", host="0.0.0.0") as client:
        right = await client.http.post("/graphql", json=ASK, headers={"Authorization": "bearer geheim"})
        live = await client.http.get("/livez", headers={"Host": "anything.example"})
        page = await client.http.get("/graphql", headers={"Accept": "text/html"})

    assert right.json()["data"] == {"__typename": "Query"}
    assert (live.status_code, page.status_code) == (200, 200)


async def test_other_origins_only_where_they_are_named(base: Database) -> None:
    asked = {"Origin": "http://front.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    async with serving(base) as client:
        none = await client.http.options("/graphql", headers=asked)
    async with serving(base, cors_origins=("http://front.example",)) as client:
        named = await client.http.options("/graphql", headers=asked)
        other = await client.http.options("/graphql", headers=asked | {"Origin": "http://other.example"})

    assert named.headers["access-control-allow-origin"] == "http://front.example"
    assert all("access-control-allow-origin" not in answer.headers for answer in (none, other))


async def test_a_front_end_can_read_a_refusal(base: Database) -> None:
    headers = {"Origin": "http://front.example", "Host": "elsewhere.example"}
    async with serving(base, cors_origins=("http://front.example",)) as client:
        refused = await client.http.post("/graphql", json=ASK, headers=headers)

    assert refused.status_code == 403
    assert refused.headers["access-control-allow-origin"] == "http://front.example"


async def test_nothing_goes_on_when_the_service_has_ended(base: Database) -> None:
    """Ended at once, while it still rehearses."""
    before = asyncio.all_tasks()
    async with serving(base):
        begun = asyncio.all_tasks() - before
    assert begun
    assert asyncio.all_tasks() <= before


@pytest.mark.parametrize("form", ["text", "json"])
async def test_one_line_a_request(base: Database, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("supplymesh").handlers.clear()
    async with serving(base, log=form) as client:
        await client.http.post("/graphql", json=ASK, headers={"Authorization": "Bearer geheim"})
        await client.http.get("/not%0Athere")
    logging.getLogger("supplymesh").handlers.clear()

    first, second = [line for line in capsys.readouterr().err.splitlines() if line]
    assert "geheim" not in first + second
    if form == "text":
        assert " POST /graphql 200 " in first
        assert first.endswith(" ms")
    else:
        line = json.loads(first)
        assert (line["method"], line["path"], line["status"], line["level"]) == ("POST", "/graphql", 200, "INFO")
        assert line["ms"] >= 0


async def test_a_client_that_hangs_up_is_no_fault_of_ours(base: Database, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(starter=False), base)
    incoming = [{"type": "http.request", "body": b'{"query', "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        pass

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "root_path": "", "query_string": b"",
             "http_version": "1.1", "scheme": "http", "headers": headers}  # fmt: skip
    async with app.router.lifespan_context(app):
        caplog.clear()
        await app(scope, receive, send)

    [line] = [record for record in caplog.records if record.name.startswith("supplymesh")]
    assert (line.levelname, line.exc_info) == ("INFO", None)
    assert line.getMessage().startswith("POST /graphql 499 ")


async def test_a_second_host_is_refused(base: Database) -> None:
    async with serving(base) as client:
        twice = [("Host", "127.0.0.1"), ("Host", "elsewhere.example")]
        answer = await client.http.get("/livez", headers=twice)
        one = await client.http.get("/livez", headers=[("Host", "127.0.0.1")])

    assert (answer.status_code, one.status_code) == (403, 200)
    assert answer.json()["errors"][0]["extensions"]["argument"] == "Host"
