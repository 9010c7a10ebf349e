"""A random key that stays the same from start to start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["secret"]

_BYTES = 32


def secret(home: Path | None) -> bytes:
    """The key in the folder `home`, made the first time; a new one where no folder can keep it."""
    if home is None:
        return secrets.token_bytes(_BYTES)
    file = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = home / f"secret.{os.getpid()}"
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_bytes(_BYTES))
        try:
            os.link(new, file)  # whole or not at all, and the first one stays
        except FileExistsError:
            pass
        finally:
            new.unlink()
        found = file.read_bytes()
    except OSError:
        found = b""
    return found if len(found) == _BYTES else secrets.token_bytes(_BYTES)
