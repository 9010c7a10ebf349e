"""One answer in its time: after the deadline nobody works on it any more, nor when the client has gone away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from kb.errors import Timeout

__all__ = ["SECONDS", "in_time"]

SECONDS = 10.0
"""for an answer; the database's statements end with it"""


@asynccontextmanager
async def in_time(request: Request) -> AsyncIterator[None]:
    """For work whose end nobody waits for after SECONDS, or when the client has gone; its body must have been read.

    The work is cancelled, which ends its statements too. Raises Timeout and ClientDisconnect.
    """
    work = asyncio.current_task()
    assert work is not None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone = True
        work.cancel()

    watching = asyncio.create_task(watch())
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except TimeoutError as error:
        raise Timeout("The answer took too long.", rule=f"at most {SECONDS:g} seconds") from error
    except asyncio.CancelledError:
        if not gone:
            raise
        work.uncancel()
        raise ClientDisconnect from None
    finally:
        watching.cancel()
