"""Which documents are answered: those of a folder by the SHA-256 of their text, and what clients write themselves.

The form of the ids is that of the appendix "Persisted Documents" to the GraphQL-over-HTTP specification.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.documents import Checked, check, checked
from api.requests import Sent
from kb.errors import BadInput, Forbidden, NotFound
from kb.settings import Settings

__all__ = ["Asked", "Documents"]

_TOLD = 10
"""faults of the folder that are told"""


@dataclass(frozen=True)
class Asked:
    """What is to be answered."""

    document: Checked
    variables: dict[str, Any]
    operation: str | None


@dataclass(frozen=True)
class Documents:
    """The documents that a service answers."""

    kept: Mapping[str, Checked]
    """by `sha256:…`"""
    only: bool
    """nothing but these"""
    introspection: bool
    """whether a document may ask for the schema"""

    @classmethod
    def read(cls, settings: Settings) -> Documents:
        """Those that the settings say. Raises BadInput where the folder, or a file in it, is not right."""
        folder, introspection = settings.documents, settings.introspection
        kept = {} if folder is None else _read(folder, introspection)
        return cls(kept, settings.trusted_documents == "only", introspection)

    def asked(self, sent: Sent) -> Asked:
        """What the client wants answered. Raises Forbidden and NotFound."""
        return Asked(self._document(sent), sent.variables, sent.operation)

    def _document(self, sent: Sent) -> Checked:
        if sent.query is None:
            found = self.kept.get(sent.document_id or "")
            if found is None:
                # 404 as for any address that has nothing: the appendix asks for one error and leaves the status open
                hint = "The service reads its documents, from the folder KB_DOCUMENTS, when it starts."
                raise NotFound("No document has this id.", argument="documentId", rule="a known id", hint=hint)
            return found
        if self.only:
            hint = "Send the documentId of a document that the service has; its operator adds documents."
            rule = "a documentId instead"
            raise Forbidden("Only documents that are kept here are answered.", argument="query", rule=rule, hint=hint)
        return checked(sent.query, self.introspection)


def _read(folder: Path, introspection: bool) -> dict[str, Checked]:
    kept: dict[str, Checked] = {}
    faults: list[str] = []
    for file in _files(folder):
        try:
            text = file.read_bytes()
            document = check(text.decode("utf-8"), introspection)
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{file.name}: {error.strerror if isinstance(error, OSError) else 'not UTF-8'}")
            continue
        faults += [f"{file.name}:{_place(error)} {error.message}" for error in document.errors]
        kept[f"sha256:{hashlib.sha256(text).hexdigest()}"] = document
    if faults:
        more = [f"… and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        told = "\n".join(faults[:_TOLD] + more)
        raise _bad(f"Documents in {folder} cannot be answered:\n{told}\n", "Mend the documents, or take them out.")
    return kept


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".graphql")
    except OSError as error:
        raise _bad(f"KB_DOCUMENTS is {folder}, which cannot be read: {error.strerror}.", "Name a folder.") from error
    if not files:
        raise _bad(f"KB_DOCUMENTS is {folder}, which has no *.graphql file.", "Name the folder with the documents.")
    return files


def _place(error: Any) -> str:
    return f"{error.locations[0].line}:{error.locations[0].column}:" if error.locations else ""


def _bad(message: str, hint: str) -> BadInput:
    rule = "a folder of *.graphql files, each a document of the schema"
    return BadInput(message, argument="KB_DOCUMENTS", rule=rule, hint=hint)
