"""The host's side of the control port: who is connected keeps Neo4j alive.

A client says `{"token": …}` in one line, and is told `{}` once Neo4j answers, or the error that stopped it.
The kernel closes the connection of a client that is killed, so nobody has to say goodbye.
"""

from __future__ import annotations

import hmac
import json
import selectors
import socket
import time

__all__ = ["Control"]

PATIENCE = 5.0
"""seconds that a connection may take to say the token"""


class Control:
    """The listener and its connections; one thread, no locks."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.clients: set[socket.socket] = set()
        self.had_clients = False
        self._strangers: dict[socket.socket, tuple[float, bytes]] = {}
        self._waiting: set[socket.socket] = set()
        """clients that no word was said to"""
        self._leaving: list[socket.socket] = []
        self._word: bytes | None = None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)

    @property
    def port(self) -> int:
        """Where clients connect, on the loopback address."""
        port: int = self._listener.getsockname()[1]
        return port

    def poll(self, timeout: float) -> None:
        """Wait at most `timeout` seconds for something to happen, and see to it."""
        for key, _ in self._selector.select(timeout):
            connection = key.fileobj
            if connection is self._listener:
                self._accept()
            elif isinstance(connection, socket.socket):
                self._read(connection)
        now = time.monotonic()
        for stranger in [one for one, (since, _) in self._strangers.items() if now - since > PATIENCE]:
            self._drop(stranger)

    def tell(self, word: str) -> None:
        """Say `word` to every client, and to those that come later."""
        self._word = word.encode() + b"\n"
        for client in list(self.clients):
            self._send(client)

    def hush(self, word: str | None = None) -> None:
        """Let those that come later wait for the next word, or say `word` to them and to those that wait."""
        self._word = None if word is None else word.encode() + b"\n"
        for client in list(self._waiting):
            self._send(client)

    def refuse(self) -> None:
        """Take no more clients; those that come are refused and wait for the folder's lock."""
        self._selector.unregister(self._listener)
        self._listener.close()

    def close(self) -> None:
        """Let everybody go: the last client waits for this."""
        for connection in [*self.clients, *self._strangers, *self._leaving]:
            connection.close()
        self._selector.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        self._strangers[connection] = (time.monotonic(), b"")
        self._selector.register(connection, selectors.EVENT_READ)

    def _read(self, connection: socket.socket) -> None:
        try:
            received = connection.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if connection in self._strangers:
            self._hear(connection, received)
        elif not received:
            self._leave(connection)

    def _hear(self, connection: socket.socket, received: bytes) -> None:
        since, heard = self._strangers[connection]
        heard += received
        if received and b"\n" not in heard and len(heard) < 4096:
            self._strangers[connection] = (since, heard)
        elif b"\n" in heard and self._knows_token(heard):
            del self._strangers[connection]
            self.clients.add(connection)
            self._waiting.add(connection)
            self.had_clients = True
            self._send(connection)
        else:
            self._drop(connection)

    def _knows_token(self, line: bytes) -> bool:
        try:
            said = json.loads(line)
            return hmac.compare_digest(str(said["token"]).encode(), self.token.encode())
        except (ValueError, TypeError, KeyError):
            return False

    def _send(self, client: socket.socket) -> None:
        if self._word is None:
            return
        self._waiting.discard(client)
        try:
            client.sendall(self._word)
        except OSError:
            self._leave(client)

    def _leave(self, client: socket.socket) -> None:
        """The last one to leave is kept open until Neo4j has stopped, so that it can wait for that."""
        self._selector.unregister(client)
        self.clients.discard(client)
        self._waiting.discard(client)
        if self.clients:
            client.close()
        else:
            self._leaving.append(client)

    def _drop(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        del self._strangers[connection]
        connection.close()
