"""A bare ASGI handler: the body is a statement and its parameters, the answer its one record."""

from __future__ import annotations

import os
import socket
from typing import Any

import neo4j
import orjson
import uvicorn

from kb.engine import Engine, async_driver


def main() -> None:
    """Serve on a free port, which is printed."""
    engine = Engine(os.environ["BENCH_URI"], None, "neo4j", os.environ["BENCH_PASSWORD"], database="neo4j")
    opened: list[neo4j.AsyncDriver] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        content, more = b"", True
        while more:
            message = await receive()
            content, more = content + message.get("body", b""), message.get("more_body", False)
        text, parameters = orjson.loads(content)
        if not opened:
            opened.append(async_driver(engine))
        async with opened[0].session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            result = await session.run(text, parameters)
            [record] = [record.values() async for record in result]
        answer = orjson.dumps(record)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
