"""Cursors: where a row stands in an order, as a text that nobody can make up or change.

Version, the order's mark, the row's values of its keys as JSON, and a keyed BLAKE2b (RFC 7693) of all that, in
base64url. A cursor says where, not which: rows that come or go elsewhere do not move it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from kb.errors import BadInput

__all__ = ["Cursors", "mark"]

_VERSION = b"\x01"
_MARK, _SEAL = 4, 12
_LONGEST = 200_000
"""characters of a cursor from outside; one that goes by a name is longer than the name"""
_URL = bytes.maketrans(b"+/", b"-_")


def mark(order: str) -> bytes:
    """What tells cursors of one order from those of another."""
    return hashlib.sha256(order.encode()).digest()[:_MARK]


@dataclass(frozen=True)
class Cursors:
    """Writes and reads cursors under one secret key."""

    key: bytes

    def write(self, marked: bytes, values: list[Any]) -> str:
        """The cursor of a row."""
        said = _VERSION + marked + orjson.dumps(values)
        return _text(said + self._seal(said))

    def read(self, text: str, marked: bytes, count: int, argument: str) -> list[Any]:
        """The `count` values of a cursor. Raises BadInput for one that is not ours, or of another order."""
        try:
            padded = text + "=" * (-len(text) % 4) if len(text) <= _LONGEST else ""
            whole = base64.b64decode(padded, b"-_", validate=True)
        except (binascii.Error, ValueError):
            whole = b""
        said, seal = whole[:-_SEAL], whole[-_SEAL:]
        if not said.startswith(_VERSION) or _text(whole) != text or not hmac.compare_digest(seal, self._seal(said)):
            raise _bad(argument, "is no cursor of this service", "a cursor as an earlier page gave it")
        if said[1 : 1 + _MARK] != marked:
            raise _bad(argument, "is a cursor of another order", "a cursor of a page in the same order")
        values: list[Any] = orjson.loads(said[1 + _MARK :])
        if len(values) != count:
            raise _bad(argument, "is a cursor of another order", "a cursor of a page in the same order")
        return values

    def _seal(self, said: bytes) -> bytes:
        seal = self._sealing.copy()
        seal.update(said)
        return seal.digest()

    @cached_property
    def _sealing(self) -> hashlib.blake2b:
        # for each edge of a page: a copy of this takes a quarter of the time of an HMAC
        return hashlib.blake2b(digest_size=_SEAL, key=hashlib.sha256(self.key).digest())


def _text(whole: bytes) -> str:
    return binascii.b2a_base64(whole, newline=False).translate(_URL, b"=").decode()


def _bad(argument: str, what: str, rule: str) -> BadInput:
    hint = "Take `endCursor`, `startCursor` or an edge's `cursor` of a page in this order, or begin without one."
    return BadInput(f"{argument} {what}.", argument=argument, rule=rule, hint=hint)
