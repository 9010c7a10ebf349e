"""The service over HTTP, in this process, on the engine that the run uses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import httpx
import pytest

from api.app import create_app
from kb.db import Database
from kb.engine import Engine
from kb.settings import Settings
from tests.drawn import drawn

T = TypeVar("T", bound=Database)

HUB = "hub:chn-guangdong-electronics"

PICTURE = f"""
{HUB} name=Guangdong city=Shenzhen latitude=23.1 aliases=广东|Kwangtung sources=source:list
{HUB} LOCATED_IN country:chn
country:chn name=China aliases=中国|CHN population=1400000000000
country:vnm name=Vietnam
org:maker name=Foxconn aliases=鴻海精密|Hon-Hai
org:maker OPERATES_IN {HUB} capacity_share=0.5
org:mizuho name=Mizuho roles=FinancialServiceProvider| aliases=みずほ銀行| since=1900-01-01 sources=source:list
org:mizuho HEADQUARTERED_IN country:jpn
org:mizuho SERVES {HUB} service:bank seller_share=0.25 INFERRED:R1 confidence=0.2
org:mizuho SERVES org:maker service:bank seller_share=0.1 INFERRED:R1
org:agricole name=Crédit-Agricole
org:agricole HEADQUARTERED_IN country:fra
org:agricole PRESENT_IN country:vnm
org:agricole SERVES {HUB} service:bank seller_share=0.5 INFERRED:R1
org:none SERVES {HUB} service:bank
source:list name=Suppliers sources=source:paper title=List url=https://example.org/list published=2020-02-03
source:paper sources=source:list
"""


class Client:
    """Asks the service."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole response."""
        answer = await self.http.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of a response without errors."""
        found = await self.ask(query, **variables)
        assert "errors" not in found, found["errors"]
        data: dict[str, Any] = found["data"]
        return data


@asynccontextmanager
async def serving(base: Database, **settings: Any) -> AsyncIterator[Client]:
    """The service on `base`, from start to end."""
    app = create_app(Settings(starter=False, **settings), base)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield Client(http)


@contextmanager
def another(base: Database, kind: type[T] = Database) -> Iterator[T]:  # type: ignore[assignment]
    """The same base, for a second service beside the first; closing it stops nothing."""
    engine = base.engine
    found = kind(Engine(engine.uri, None, engine.user, engine.password, database=engine.database))
    yield found
    found.close()


@pytest.fixture
async def client(base: Database) -> AsyncIterator[Client]:
    """The service on a knowledge base that is empty at first."""
    async with serving(base) as found:
        yield found


@pytest.fixture(scope="module")
async def asking(whole_base: Database) -> AsyncIterator[Client]:
    """The service on the drawn picture, shared by the tests of a module, which only read."""
    draw(whole_base)
    async with serving(whole_base) as found:
        yield found


def draw(base: Database) -> None:
    """Put the picture into an empty base, and wait until its names are found."""
    base.clear()
    base.write(drawn(PICTURE))
    base.change("CALL db.awaitIndexes(60)")
