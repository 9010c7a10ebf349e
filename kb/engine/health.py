"""Whether Neo4j answers a statement, asked over HTTP in a thread of its own."""

from __future__ import annotations

import base64
import http.client
import json
import threading

__all__ = ["NOT_THERE", "PATIENCE", "UNAVAILABLE", "Probe", "ask", "needs_restart"]

NOT_THERE = "no answer"
UNAVAILABLE = "Neo.TransientError.General.DatabaseUnavailable"
PATIENCE = 10.0
"""seconds that an answer may take"""


def ask(port: int, password: str, patience: float = PATIENCE) -> str:
    """Run `RETURN 1`: empty when it is answered, else the server's error code, or NOT_THERE."""
    credentials = base64.b64encode(f"neo4j:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("POST", "/db/neo4j/query/v2", json.dumps({"statement": "RETURN 1"}), headers)
        answer = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return NOT_THERE
    finally:
        connection.close()
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return str(errors[0].get("code")) if errors else ""


def needs_restart(code: str) -> bool:
    """Whether the database has given up (after a full disk, for one) and only a restart brings it back."""
    return code.startswith(("Neo.DatabaseError.Transaction.TransactionStartFailed", "Neo.DatabaseError.Database."))


class Probe:
    """One question at a time, without waiting for the answer."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._thread: threading.Thread | None = None
        self._answer: str | None = None

    def begin(self, port: int, password: str) -> None:
        """Ask, unless a question is still open."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(port, password), daemon=True)
            self._thread.start()

    def _run(self, port: int, password: str) -> None:
        self._answer = ask(port, password, self._patience)

    def take(self) -> str | None:
        """The answer to the last question, once; None while there is none."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread = None
        answer, self._answer = self._answer, None
        return answer
