"""Every error that leaves this package, and what its reader can do about it.

KbError                    code         what happened
├── BadInput               BAD_INPUT    an argument breaks a rule; names the argument and the rule
│   └── BadFacts           BAD_INPUT    a folder of facts has faults; carries the list of them
├── NotFound               NOT_FOUND    an argument names something that is not there
├── LimitExceeded          LIMIT_EXCEEDED
├── Unauthenticated        UNAUTHENTICATED
├── Forbidden              FORBIDDEN
├── Timeout                TIMEOUT
├── Unavailable            UNAVAILABLE  the graph cannot be reached now
│   ├── FetchFailed                     Neo4j's files cannot be fetched, or are not what the lock says
│   ├── NoSpace                         the disk is full
│   ├── NoMemory                        there is no room for Neo4j in memory
│   ├── StartFailed                     Java or Neo4j does not start
│   ├── PortTaken                       a port that was asked for is in use
│   ├── FolderTaken                     another version of the service uses the folder
│   └── WrongPassword                   Neo4j refuses the user or password
└── Internal               INTERNAL     a fault of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BadFacts",
    "BadInput",
    "FetchFailed",
    "FolderTaken",
    "Forbidden",
    "Internal",
    "KbError",
    "LimitExceeded",
    "NoMemory",
    "NoSpace",
    "NotFound",
    "PortTaken",
    "Problem",
    "StartFailed",
    "Timeout",
    "Unauthenticated",
    "Unavailable",
    "WrongPassword",
    "printable",
]


class KbError(Exception):
    """What happened (`str(error)`), its `code`, the `argument` at fault, the `rule` it breaks, a `hint` what to do."""

    code = "INTERNAL"
    default_hint = ""

    def __init__(
        self, message: str, *, hint: str | None = None, argument: str | None = None, rule: str | None = None
    ) -> None:
        super().__init__(message)
        self.hint = self.default_hint if hint is None else hint
        self.argument = argument
        self.rule = rule

    def __str__(self) -> str:
        message = super().__str__()
        gap = "" if message.endswith("\n") else " "
        return f"{message}{gap}{self.hint}".strip() if self.hint else message


class BadInput(KbError):
    """An argument breaks a rule."""

    code = "BAD_INPUT"


def printable(text: str) -> str:
    """The text with what a terminal would obey, or cannot show, written out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


@dataclass(frozen=True)
class Problem:
    """One fault of one cell: where it stands, the value, the rule it breaks, what to do."""

    place: str
    """file:row:column; the header is row 1; row or column may be empty"""
    value: str
    rule: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{printable(self.place).rstrip(':')}: {self.value!r}: {self.rule}. {self.hint}".rstrip()


class BadFacts(BadInput):
    """A folder of facts that was refused whole; nothing was written."""

    default_hint = "Nothing was written. Mend the rows, or load with --skip-bad to leave them out."

    def __init__(self, problems: Sequence[Problem], *, hint: str | None = None, count: int = 0) -> None:
        told = "\n".join((*map(str, problems[:_EACH]), *_alike(problems[_EACH:])))
        # those that were counted but not kept count too
        self.count = max(count, len(problems))
        super().__init__(f"{self.count} fault{'' if self.count == 1 else 's'}:\n{told}\n", hint=hint)
        self.problems = tuple(problems)


_EACH, _KINDS, _VALUES = 10, 40, 3
"""problems told one by one, kinds of those after them, values told of a kind"""


def _alike(problems: Sequence[Problem]) -> list[str]:
    """A line for all problems that break the same rule in the same column of a file."""
    kinds: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        file, _, rest = problem.place.partition(":")
        kinds.setdefault((file, rest.rpartition(":")[2], problem.rule), []).append(problem)
    lines = []
    for (file, column, rule), found in list(kinds.items())[:_KINDS]:
        if len(found) == 1:
            lines.append(str(found[0]))
            continue
        distinct = [repr(value) for value in dict.fromkeys(problem.value for problem in found)]
        more = ", …" if len(distinct) > _VALUES else ""
        where = printable(f"{file}:{column}").rstrip(":")
        lines.append(f"… and {len(found)} more in {where}: {', '.join(distinct[:_VALUES])}{more}: {rule}")
    if left := sum(map(len, list(kinds.values())[_KINDS:])):
        lines.append(f"… and {left} more of other kinds")
    return lines


class NotFound(KbError):
    """An argument names something that the knowledge base does not have."""

    code = "NOT_FOUND"


class LimitExceeded(KbError):
    """The request asks for more than the service gives at once."""

    code = "LIMIT_EXCEEDED"


class Unauthenticated(KbError):
    """The service wants a bearer token."""

    code = "UNAUTHENTICATED"
    default_hint = "Send the header Authorization: Bearer <the service's KB_TOKEN>."


class Forbidden(KbError):
    """The caller is known but may not do this."""

    code = "FORBIDDEN"


class Timeout(KbError):
    """The database did not answer within the request's time."""

    code = "TIMEOUT"
    default_hint = "Ask for less, or try again when the database is less busy."


class Unavailable(KbError):
    """The graph cannot be reached now."""

    code = "UNAVAILABLE"
    default_hint = "Try again in a few seconds; `kb doctor` says what is wrong."


class FetchFailed(Unavailable):
    """Neo4j's files cannot be fetched, or are not what the lock file says."""

    default_hint = (
        "Connect to the network and run it again (it goes on where it stopped), name a mirror with KB_MAVEN, "
        "a folder that has the files with KB_ENGINE_JARS, or a running Neo4j with KB_URI."
    )


class NoSpace(Unavailable):
    """The disk has no room for Neo4j to start or go on."""

    default_hint = "Make room on the disk, or name a folder on another one with KB_HOME."


class NoMemory(Unavailable):
    """The machine has no room in memory for Neo4j."""

    default_hint = "Close other programs, lower KB_ENGINE_MEMORY (512m), or name a Neo4j elsewhere with KB_URI."


class StartFailed(Unavailable):
    """Java or Neo4j does not start."""

    default_hint = "`kb doctor` shows what was found; KB_URI names a Neo4j that runs elsewhere."


class PortTaken(Unavailable):
    """A port that was asked for is in use."""

    default_hint = "Name a free port with --port or KB_PORT."


class FolderTaken(Unavailable):
    """The folder is in use by a service of another version."""

    default_hint = "Stop that service, or name another folder with KB_HOME."


class WrongPassword(Unavailable):
    """Neo4j refuses the user or the password."""

    default_hint = "Check KB_USER and KB_PASSWORD."


class Internal(KbError):
    """A fault of ours."""
