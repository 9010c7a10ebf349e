"""What a user can set. Read once from the environment, by the command line and by the app factory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.errors import BadInput

__all__ = ["LOOPBACK", "Settings"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _setting(env: str, description: str, default: Any) -> Any:
    return field(default=default, metadata={"env": env, "description": description}, repr=env not in _SECRET)


_SECRET = frozenset({"KB_PASSWORD", "KB_TOKEN"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One value for each setting; `Settings.read(os.environ)` fills them."""

    home: Path = _setting("KB_HOME", "folder of the knowledge base and of its Neo4j", Path(".kb"))
    uri: str | None = _setting("KB_URI", "a running Neo4j (`neo4j://host:7687`); missing = one of our own", None)
    user: str = _setting("KB_USER", "user at the Neo4j that KB_URI names", "neo4j")
    password: str | None = _setting("KB_PASSWORD", "password at the Neo4j that KB_URI names", None)
    database: str | None = _setting("KB_DATABASE", "database at that Neo4j; missing = its home database", None)
    host: str = _setting("KB_HOST", "address the service listens on", "127.0.0.1")
    port: int = _setting("KB_PORT", "port the service listens on", 8000)
    starter: bool = _setting("KB_STARTER", "1 loads the starter pack into an empty knowledge base, 0 does not", True)
    log: str = _setting("KB_LOG", "`text` or `json`", "text")
    cors_origins: tuple[str, ...] = _setting(
        "KB_CORS_ORIGINS", "web origins that may call the service, separated by commas; none by default", ()
    )
    token: str | None = _setting("KB_TOKEN", "bearer token; required when KB_HOST is not loopback", None)
    get: bool = _setting("KB_GET", "1 answers queries by GET too, 0 by POST only", False)
    documents: Path | None = _setting(
        "KB_DOCUMENTS", "folder of `*.graphql` files that may be asked for by `documentId` (`sha256:…`)", None
    )
    trusted_documents: str | None = _setting("KB_TRUSTED_DOCUMENTS", "`only` answers no other documents", None)
    introspection: bool = _setting("KB_INTROSPECTION", "0 hides the schema, suggestions in errors too", True)
    graphiql: bool = _setting("KB_GRAPHIQL", "0 serves no GraphiQL page", True)
    engine_memory: str = _setting("KB_ENGINE_MEMORY", "Java heap of our own Neo4j", "512m")
    engine_jars: Path | None = _setting("KB_ENGINE_JARS", "folder that has Neo4j's jars already", None)
    maven: str | None = _setting("KB_MAVEN", "mirror to fetch Neo4j's jars from", None)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise _bad("KB_PORT", self.port, "0..65535", "Name a port from 0 to 65535.")
        if self.log not in {"text", "json"}:
            raise _bad("KB_LOG", self.log, "text or json", "Set KB_LOG=text or KB_LOG=json.")
        if self.uri is not None:
            _check_uri(self.uri)
        _check_trusted(self.trusted_documents, self.documents)
        for origin in self.cors_origins:
            if not _ORIGIN.fullmatch(origin):
                raise _bad("KB_CORS_ORIGINS", origin, "scheme://host[:port]", "Write it like http://localhost:3000.")
        # Browsers and servers do not agree on how other characters travel in a header.
        if self.token is not None and not re.fullmatch(r"[!-~]+", self.token):
            raise BadInput(
                "KB_TOKEN has a space or a character that is not ASCII.",
                argument="KB_TOKEN",
                rule="printable ASCII without spaces",
                hint="Make one with `python -c 'import secrets; print(secrets.token_hex(24))'`.",
            )
        if self.host not in LOOPBACK and not self.token:
            raise BadInput(
                f"KB_HOST is {self.host}, which others can reach, and there is no KB_TOKEN.",
                argument="KB_TOKEN",
                rule="required when KB_HOST is not loopback",
                hint="Set KB_TOKEN to a long random text, or listen on 127.0.0.1.",
            )

    @classmethod
    def read(cls, environment: Mapping[str, str], **options: Any) -> Settings:
        """Settings from the environment's `KB_…` variables; `options` that are not None win over them."""
        values: dict[str, Any] = {}
        for f in fields(cls):
            text = environment.get(f.metadata["env"], "")
            if text != "":
                values[f.name] = _parse(f.metadata["env"], text, f.default)
        values.update({name: value for name, value in options.items() if value is not None})
        return cls(**values)


_ORIGIN = re.compile(r"https?://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def _check_uri(uri: str) -> None:
    rule = "an address like neo4j://host:7687"
    # Never shown: what stands before the @ is a password, mostly.
    if "@" in uri:
        raise BadInput(
            "KB_URI has more than an address: it has a user or a password.",
            argument="KB_URI",
            rule=f"{rule}, without @",
            hint="Name the address alone, and user and password with KB_USER and KB_PASSWORD.",
        )
    try:
        parts = urlsplit(uri)
        sound = parts.scheme in _SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        hint = f"Write an address like neo4j://host:7687; the scheme is one of {', '.join(_SCHEMES)}."
        raise _bad("KB_URI", uri, rule, hint)


def _check_trusted(trusted: str | None, documents: Path | None) -> None:
    if trusted not in {None, "only"}:
        raise _bad("KB_TRUSTED_DOCUMENTS", trusted, "only", "Set KB_TRUSTED_DOCUMENTS=only, or leave it out.")
    if trusted is not None and documents is None:
        raise BadInput(
            "KB_TRUSTED_DOCUMENTS is 'only', and there is no KB_DOCUMENTS.",
            argument="KB_DOCUMENTS",
            rule="required when KB_TRUSTED_DOCUMENTS is only",
            hint="Name the folder of the documents with KB_DOCUMENTS.",
        )


def _bad(name: str, value: object, rule: str, hint: str) -> BadInput:
    return BadInput(f"{name} is {str(value)[:80]!r}.", argument=name, rule=rule, hint=hint)


def _parse(env: str, text: str, default: Any) -> Any:
    if env in {"KB_HOME", "KB_ENGINE_JARS", "KB_DOCUMENTS"}:
        return Path(text)
    if env == "KB_CORS_ORIGINS":
        return tuple(origin.strip().removesuffix("/") for origin in text.split(",") if origin.strip())
    if isinstance(default, bool):
        if text not in {"0", "1"}:
            raise BadInput(f"{env} is {text!r}.", argument=env, rule="0 or 1", hint=f"Set {env}=0 or {env}=1.")
        return text == "1"
    if isinstance(default, int):
        if not (text.isascii() and text.isdecimal()):
            raise BadInput(f"{env} is {text!r}.", argument=env, rule="a whole number", hint=f"Set {env}={default}.")
        return int(text)
    return text
