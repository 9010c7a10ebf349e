"""Write a folder so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.errors import BadInput, NoSpace

__all__ = ["replaced_folder"]


@contextmanager
def replaced_folder(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """A new folder to fill, whose `parts` take the place of those of `folder` when all went well.

    What else is in `folder` stays. Raises BadInput where a part holds files of another kind, or cannot be written.
    """
    _check(folder, parts)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            new.chmod(0o755)
            for part in parts:
                (new / part).mkdir()
            yield new
            _swap(folder, new, parts)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        if error.errno in {28, 122}:  # no space, quota
            raise NoSpace(
                f"The disk was full while {folder} was written.", hint="Make room, or name another."
            ) from error
        reason = error.strerror or type(error).__name__
        raise BadInput(
            f"{folder} cannot be written: {reason}.", argument="folder", hint="Name a folder that can be written."
        ) from error


def _swap(folder: Path, new: Path, parts: Sequence[str]) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    for part in parts:
        if (folder / part).exists():
            (folder / part).rename(new / f"{part}.old")
        (new / part).rename(folder / part)


def _check(folder: Path, parts: Sequence[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file.", argument="folder", hint="Name a folder.")
    strange = [path for part in parts for path in (folder / part).glob("*") if path.suffix != ".csv"]
    if strange:
        raise BadInput(
            f"{strange[0]} would be lost.", argument="folder", rule="only CSV files are replaced", hint="Move it away."
        )
