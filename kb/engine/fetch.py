"""Fetch locked jars: 16 at a time, every byte hashed, an interrupted file goes on where it stopped."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import httpx

from kb.engine.failures import CACHE_HINT, check_space, from_os
from kb.engine.lock import Jar, file_hash
from kb.engine.progress import Advance
from kb.errors import FetchFailed

__all__ = ["fetch_all"]

AT_ONCE = 16
TRIES = 3
SPARE = 50_000_000
"""bytes of disk to leave free"""


class _Altered(Exception):
    """The content is not what the lock says."""


@dataclass(frozen=True)
class _Job:
    """What the fetches share."""

    client: httpx.Client
    address: str
    folder: Path
    advance: Advance
    stop: threading.Event = field(default_factory=threading.Event)


def fetch_all(jars: Sequence[Jar], address: str, folder: Path, advance: Advance) -> None:
    """Put `jars` into `folder`, from a repository at `address`.

    Raises FetchFailed (no network, no such file, an altered file) and NoSpace.
    """
    check_space(folder, sum(jar.size for jar in jars) + SPARE, hint=CACHE_HINT)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    timeout = httpx.Timeout(30.0, connect=10.0)
    todo: SimpleQueue[Jar] = SimpleQueue()
    done: SimpleQueue[BaseException | None] = SimpleQueue()
    for jar in sorted(jars, key=lambda jar: -jar.size):
        todo.put(jar)
    with httpx.Client(limits=limits, timeout=timeout, follow_redirects=True) as client:
        job = _Job(client, address, folder, advance)
        # Daemons: Ctrl-C does not wait for a repository that is silent.
        workers = [Thread(target=_work, args=(job, todo, done), daemon=True) for _ in range(AT_ONCE)]
        for worker in workers:
            worker.start()
        try:
            for _ in jars:
                if error := done.get():
                    raise error
        finally:
            job.stop.set()  # the others leave what they have for the next time
            patience = time.monotonic() + 1.0
            for worker in workers:
                worker.join(max(0.0, patience - time.monotonic()))


def _work(job: _Job, todo: SimpleQueue[Jar], done: SimpleQueue[BaseException | None]) -> None:
    while not job.stop.is_set():
        try:
            jar = todo.get_nowait()
        except Empty:
            return
        try:
            _fetch(job, jar)
        except Exception as error:
            done.put(error)
        else:
            done.put(None)


def _fetch(job: _Job, jar: Jar) -> None:
    """One file, tried again on errors of the network, and once on altered content."""
    altered = failed = 0
    while not job.stop.is_set():
        try:
            _get(job, jar)
            return
        except _Altered:
            altered += 1
            if altered == 2:
                raise FetchFailed(f"{jar.name} is not the file that it should be (its SHA-256 differs).") from None
        except httpx.HTTPError as error:
            failed += 1
            if failed == TRIES or _is_final(error):
                raise FetchFailed(f"{jar.name} cannot be fetched: {_reason(error)}.") from None
            job.stop.wait(0.5 * failed)
        except OSError as error:
            raise from_os(error, f"{jar.name} was fetched", hint=CACHE_HINT) from None


def _is_final(error: httpx.HTTPError) -> bool:
    return isinstance(error, httpx.HTTPStatusError) and error.response.status_code < 500


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"the repository answers {error.response.status_code}"
    if isinstance(error, httpx.ConnectError):
        return "the repository cannot be reached"
    return "the repository does not answer in time" if isinstance(error, httpx.TimeoutException) else "it broke off"


def _get(job: _Job, jar: Jar) -> None:
    """Go on with the part that is there, check the whole, and give it its name."""
    target = job.folder / jar.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    counted = 0

    def advance(count: int) -> None:
        nonlocal counted
        counted += count
        job.advance(count)

    try:
        digest = _stream(job, jar, part, advance)
        if job.stop.is_set():
            return
        if digest.hexdigest() != jar.sha256:
            raise _Altered
        part.replace(target)
    except (_Altered, httpx.HTTPError) as error:
        if isinstance(error, _Altered):
            part.unlink(missing_ok=True)
        job.advance(-counted)
        raise


def _stream(job: _Job, jar: Jar, part: Path, advance: Advance) -> hashlib._Hash:
    """Bring `part` to the jar's size; the hash of what it holds then."""
    digest, there = _begun(part, jar)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    with job.client.stream("GET", f"{job.address}/{jar.path}", headers=headers) as answer:
        if answer.status_code == 416:
            raise _Altered
        answer.raise_for_status()
        if not _goes_on(answer, there):
            digest, there = hashlib.sha256(), 0
        advance(there)
        with part.open("ab" if there else "wb") as file:
            for chunk in answer.iter_raw():  # as they come; a fixed size would lose what was not full
                file.write(chunk)
                digest.update(chunk)
                there += len(chunk)
                advance(len(chunk))
                if there > jar.size:
                    raise _Altered
                if job.stop.is_set():
                    return digest
    if there < jar.size:
        raise httpx.RemoteProtocolError("cut off")
    return digest


def _goes_on(answer: httpx.Response, there: int) -> bool:
    """Whether the answer is the rest from byte `there` on, as asked; some servers send the whole."""
    if answer.status_code != 206:
        return False
    if not str(answer.headers.get("Content-Range", "")).startswith(f"bytes {there}-"):
        raise _Altered
    return True


def _begun(part: Path, jar: Jar) -> tuple[hashlib._Hash, int]:
    """What an interrupted fetch left: its hash so far and its bytes; a part that is too long is dropped."""
    there = part.stat().st_size if part.exists() else 0
    if there == 0:
        return hashlib.sha256(), 0
    if there >= jar.size:
        part.unlink()
        return hashlib.sha256(), 0
    return file_hash(part), there
