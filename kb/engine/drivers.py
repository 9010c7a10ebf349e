"""Drivers of an engine, and what their exceptions mean in our words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from kb.engine.engine import Engine
from kb.errors import Forbidden, Internal, KbError, NoSpace, Timeout, Unavailable, WrongPassword

if TYPE_CHECKING:
    # Imported where it is used: the host process loads this package too, and needs no driver (40 MB).
    import neo4j

__all__ = ["async_driver", "driver", "translate"]

_OPTIONS: dict[str, Any] = {
    # An empty knowledge base knows no label, and the server would remark on each one.
    "notifications_min_severity": "OFF",
    "user_agent": "supplymesh",
    "connection_timeout": 5.0,
    "connection_acquisition_timeout": 20.0,
    "max_connection_pool_size": 50,
    # Longer than a restart takes. The pause before the last attempt comes on top: 17 s at most.
    "max_transaction_retry_time": 8.0,
    "keep_alive": True,
    # A pooled connection that a restart of Neo4j broke is noticed before it is used.
    "liveness_check_timeout": 30.0,
}


def driver(engine: Engine) -> neo4j.Driver:
    """A driver of `engine`; the caller closes it. Nothing connects yet. Raises Unavailable for a malformed address."""
    import neo4j

    _quiet()
    try:
        return neo4j.GraphDatabase.driver(engine.uri, auth=(engine.user, engine.password), **_OPTIONS)
    except neo4j.exceptions.DriverError as error:
        raise translate(error) from error


def async_driver(engine: Engine) -> neo4j.AsyncDriver:
    """The same for asyncio."""
    import neo4j

    _quiet()
    return neo4j.AsyncGraphDatabase.driver(engine.uri, auth=(engine.user, engine.password), **_OPTIONS)


def _quiet() -> None:
    """Keep the driver's remarks on each retry from standard error, where nobody set up a log for them."""
    log = logging.getLogger("neo4j")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


_SERVER_CODES: tuple[tuple[str, type[KbError], str], ...] = (
    ("Neo.ClientError.Transaction.TransactionTimedOut", Timeout, "The database did not answer in time."),
    ("Neo.ClientError.Security.Forbidden", Forbidden, "This user may not do that."),
    ("Neo.ClientError.Security.AuthenticationRateLimit", Unavailable, "Neo4j was given a wrong password too often."),
    ("Neo.ClientError.Security.", WrongPassword, "Neo4j refuses the user or the password."),
    ("Neo.ClientError.Database.DatabaseNotFound", Unavailable, "Neo4j has no database of that name."),
    ("Neo.TransientError.General.MemoryPoolOutOfMemory", Unavailable, "The database has no memory left for this."),
    ("Neo.TransientError.", Unavailable, "The database is busy or is starting."),
    ("Neo.DatabaseError.Transaction.TransactionLog", Unavailable, "The database cannot write now."),
    ("Neo.DatabaseError.Transaction.TransactionStart", Unavailable, "The database must be started again."),
    ("Neo.DatabaseError.Database.", Unavailable, "The database cannot be used now."),
)
_HINTS = {
    "Neo.ClientError.Security.Forbidden": "KB_USER must name a user that may read, and for a load write, the database.",
    "Neo.ClientError.Security.AuthenticationRateLimit": "Wait a few seconds, then check KB_USER and KB_PASSWORD.",
    "Neo.ClientError.Database.DatabaseNotFound": "Check KB_DATABASE.",
}
_NO_SPACE = ("No space left", "no space left", "disk is full", "Disk is full")


def translate(error: Exception, engine: Engine | None = None) -> KbError:
    """Our error for one of the driver's; its own words (statements, addresses) do not go into it.

    With the folder's own `engine`, a disk that is full is told from a server that is away. An error of ours
    comes back as it is; one that nobody foresaw becomes Internal.
    """
    if isinstance(error, KbError):
        return error
    ours = _translate(error)
    if type(ours) in {Unavailable, Timeout, Internal} and engine is not None and engine.is_full():
        return NoSpace("The database's disk is full.")
    return ours


def _translate(error: Exception) -> KbError:
    from neo4j import exceptions

    if any(sign in str(error) for sign in _NO_SPACE):
        return NoSpace("The database's disk is full.")
    if isinstance(error, exceptions.AuthError):
        return WrongPassword("Neo4j refuses the user or the password.")
    if isinstance(error, exceptions.Neo4jError):
        return _by_code(error.code or "")
    if isinstance(error, TimeoutError):
        return Timeout("The database did not answer in time.")
    if isinstance(error, exceptions.ConfigurationError):
        return Unavailable("The address of Neo4j is not one.", hint="Write KB_URI like neo4j://host:7687.")
    # a name that cannot be resolved comes as a ValueError
    if isinstance(error, exceptions.DriverError | OSError) or "DNS resolve" in str(error):
        return Unavailable("Neo4j cannot be reached now.")
    return Internal(f"The database's answer was not foreseen ({type(error).__name__}).")


def _by_code(code: str) -> KbError:
    for prefix, kind, message in _SERVER_CODES:
        if code.startswith(prefix):
            return kind(message, hint=_HINTS.get(prefix))
    return Internal(f"The database refused a statement ({code or 'no code'}).")
