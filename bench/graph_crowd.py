"""Many clients at once, on plain sockets: a client that does more would be measured itself."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass
class Crowd:
    """What many clients saw."""

    seconds: float
    times: list[float]
    """of each request, sorted"""
    errors: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def within(self, part: float) -> float:
        """Seconds within which this part of the requests was answered."""
        return self.times[min(len(self.times) - 1, int(part * len(self.times)))]


async def crowd(port: int, path: str, body: bytes, expected: bytes, clients: int, requests: int) -> Crowd:
    """`clients` connections, each asking again as soon as it is answered, `requests` times.

    Whatever is not status 200 with `expected` in it is an error.
    """
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    sent = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    times: list[float] = []
    errors = 0

    async def client() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(requests):
            begun = time.perf_counter()
            writer.write(sent)
            headers = await reader.readuntil(b"\r\n\r\n")
            length = int(headers.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            content = await reader.readexactly(length)
            times.append(time.perf_counter() - begun)
            errors += not headers.startswith(b"HTTP/1.1 200") or expected not in content
        writer.close()

    begun = time.perf_counter()
    failed = await asyncio.gather(*(client() for _ in range(clients)), return_exceptions=True)
    errors += sum(isinstance(one, BaseException) for one in failed)
    return Crowd(time.perf_counter() - begun, sorted(times), errors)
