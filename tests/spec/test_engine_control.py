"""The host's control port: what it says to whom."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from kb.engine.control import Control


@pytest.fixture
def control() -> Iterator[Control]:
    made = Control("token")
    yield made
    made.refuse()
    made.close()


def client(control: Control) -> socket.socket:
    """One that has said the token and was heard."""
    connection = socket.create_connection(("127.0.0.1", control.port), timeout=2)
    connection.sendall(json.dumps({"token": "token"}).encode() + b"\n")
    before = len(control.clients)
    while len(control.clients) == before:
        control.poll(0.1)
    return connection


def hears(connection: socket.socket) -> str:
    """What was said to a client so far."""
    connection.settimeout(0.1)
    try:
        return connection.recv(4096).decode()
    except TimeoutError:
        return ""


def test_trouble_is_said_to_those_who_wait_and_to_those_who_come(control: Control) -> None:
    control.tell("{}")
    with client(control) as member:
        assert hears(member) == "{}\n"
        control.hush()
        with client(control) as waiting:
            assert hears(waiting) == ""
            control.hush("trouble")
            control.hush("trouble")
            with client(control) as late:
                assert hears(waiting) == hears(late) == "trouble\n"
                assert hears(member) == ""


def test_one_who_waits_hears_that_it_answers(control: Control) -> None:
    with client(control) as waiting:
        control.tell("{}")
        assert hears(waiting) == "{}\n"


def test_one_who_left_is_told_nothing(control: Control) -> None:
    with client(control) as stays:
        client(control).close()
        while len(control.clients) == 2:
            control.poll(0.1)
        control.hush("trouble")
        assert hears(stays) == "trouble\n"
