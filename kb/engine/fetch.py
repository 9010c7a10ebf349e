"""Fetch locked jars: 16 at a time, every byte hashed, an interrupted file goes on where it stopped."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

import httpx

from kb.engine.failures import check_space, from_os
from kb.engine.lock import Jar
from kb.engine.progress import Advance
from kb.errors import FetchFailed, KbError

__all__ = ["fetch_all", "file_hash"]

AT_ONCE = 16
TRIES = 3
SPARE = 50_000_000
"""bytes of disk to leave free"""


class _Altered(Exception):
    """The content is not what the lock says."""


def fetch_all(jars: Sequence[Jar], address: str, folder: Path, advance: Advance) -> None:
    """Put `jars` into `folder`, from a repository at `address`.

    Raises FetchFailed (no network, no such file, an altered file) and NoSpace.
    """
    check_space(folder, sum(jar.size for jar in jars) + SPARE)
    stop = threading.Event()
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    timeout = httpx.Timeout(30.0, connect=10.0)
    with (
        httpx.Client(limits=limits, timeout=timeout, follow_redirects=True) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        largest_first = sorted(jars, key=lambda jar: -jar.size)
        work = [pool.submit(_fetch, client, jar, address, folder, advance, stop) for jar in largest_first]
        try:
            done, _ = wait(work, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        finally:
            stop.set()  # on an error or Ctrl-C the others leave what they have for the next time
            pool.shutdown(wait=True, cancel_futures=True)


def _fetch(
    client: httpx.Client, jar: Jar, address: str, folder: Path, advance: Advance, stop: threading.Event
) -> None:
    """One file, tried again on errors of the network and once on altered content."""
    altered = failed = 0
    while not stop.is_set():
        try:
            _get(client, f"{address}/{jar.path}", jar, folder, advance, stop)
            return
        except _Altered:
            altered += 1
            if altered == 2:
                raise FetchFailed(f"{jar.name} is not the file that it should be (its SHA-256 differs).") from None
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            failed += 1
            if status < 500 or failed == TRIES:
                raise FetchFailed(f"{jar.name} cannot be fetched: the answer was {status}.") from None
        except httpx.HTTPError as error:
            failed += 1
            if failed == TRIES:
                raise FetchFailed(f"{jar.name} cannot be fetched: {_reason(error)}.") from None
        except OSError as error:
            raise from_os(error, f"{jar.name} was fetched") from None
        stop.wait(0.5 * failed)


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectError):
        return "no connection to the repository"
    return "the repository did not answer in time" if isinstance(error, httpx.TimeoutException) else "it broke off"


def _get(
    client: httpx.Client, url: str, jar: Jar, folder: Path, advance: Advance, stop: threading.Event
) -> None:
    """Go on with the part that is there, check the whole, and give it its name."""
    target = folder / jar.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    digest, there = _begun(part, jar)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    try:
        with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code == 416 or (there and answer.status_code == 206 and not _fits(answer, there)):
                raise _Altered
            answer.raise_for_status()
            if answer.status_code != 206:
                digest, there = hashlib.sha256(), 0
            advance(there)
            with part.open("ab" if there else "wb") as file:
                for chunk in answer.iter_bytes(262_144):
                    file.write(chunk)
                    digest.update(chunk)
                    there += len(chunk)
                    advance(len(chunk))
                    if there > jar.size:
                        raise _Altered
                    if stop.is_set():
                        return
        if there < jar.size:
            raise httpx.RemoteProtocolError("cut off")
        if digest.hexdigest() != jar.sha256:
            raise _Altered
        part.replace(target)
    except (_Altered, httpx.HTTPError) as error:
        if isinstance(error, _Altered):
            part.unlink(missing_ok=True)
        advance(-there)
        raise


def _fits(answer: httpx.Response, there: int) -> bool:
    return answer.headers.get("Content-Range", "").startswith(f"bytes {there}-")


def _begun(part: Path, jar: Jar) -> tuple[hashlib._Hash, int]:
    """What an interrupted fetch left: its hash so far and its bytes; a part that is too long is dropped."""
    try:
        there = part.stat().st_size
    except FileNotFoundError:
        return hashlib.sha256(), 0
    if there >= jar.size:
        part.unlink()
        return hashlib.sha256(), 0
    return file_hash(part), there


def file_hash(file: Path) -> hashlib._Hash:
    """SHA-256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256")
