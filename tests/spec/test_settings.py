"""Settings from the environment: what is refused, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_PORT", "70000"),
        ("KB_PORT", "٣"),
        ("KB_PORT", "eight"),
        ("KB_LOG", "xml"),
        ("KB_STARTER", "yes"),
        ("KB_URI", "http://localhost:7474"),
        ("KB_URI", "neo4j://"),
        ("KB_URI", "neo4j://[::1"),
        ("KB_URI", "neo4j://host:abc"),
        ("KB_CORS_ORIGINS", "foo"),
        ("KB_GET", "true"),
        ("KB_INTROSPECTION", "off"),
        ("KB_GRAPHIQL", "2"),
        ("KB_TRUSTED_DOCUMENTS", "1"),
        ("KB_CORS_ORIGINS", "http://a.example/path"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_what_to_do(name: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        Settings.read({name: value})
    assert refused.value.argument == name
    assert refused.value.rule
    assert refused.value.hint
    assert value in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"), [("KB_TOKEN", "a b"), ("KB_TOKEN", "schlüssel"), ("KB_URI", "neo4j://u:secret@host")]
)
def test_a_secret_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        Settings.read({name: value})
    assert refused.value.argument == name
    assert value not in str(refused.value)
    assert "secret@" not in str(refused.value)


def test_what_others_reach_needs_a_token() -> None:
    with pytest.raises(BadInput, match="KB_TOKEN"):
        Settings.read({"KB_HOST": "0.0.0.0"})
    assert Settings.read({"KB_HOST": "0.0.0.0", "KB_TOKEN": "t0ken"}).token == "t0ken"


def test_what_is_safe_is_the_default() -> None:
    settings = Settings.read({})
    assert (settings.get, settings.documents, settings.trusted_documents) == (False, None, None)
    off = Settings.read({"KB_INTROSPECTION": "0", "KB_GRAPHIQL": "0"})
    assert (off.introspection, off.graphiql) == (False, False)


def test_trusted_documents_need_documents() -> None:
    with pytest.raises(BadInput) as refused:
        Settings.read({"KB_TRUSTED_DOCUMENTS": "only"})
    assert refused.value.argument == "KB_DOCUMENTS"
    settings = Settings.read({"KB_TRUSTED_DOCUMENTS": "only", "KB_DOCUMENTS": "documents"})
    assert (settings.trusted_documents, settings.documents) == ("only", Path("documents"))


@pytest.mark.parametrize("uri", ["neo4j://host", "bolt://[::1]:7687", "neo4j+s://abc.databases.neo4j.io"])
def test_addresses_of_a_neo4j(uri: str) -> None:
    assert Settings.read({"KB_URI": uri}).uri == uri


def test_an_origin_may_end_in_a_slash_and_options_win() -> None:
    settings = Settings.read({"KB_CORS_ORIGINS": "http://localhost:3000/, https://a.example", "KB_PORT": "1"}, port=2)
    assert settings.cors_origins == ("http://localhost:3000", "https://a.example")
    assert settings.port == 2
    assert "t0ken" not in repr(Settings(token="t0ken"))
