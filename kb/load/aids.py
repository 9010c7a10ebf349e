"""Tables worked out beside a source's files, in a folder `aids`: which names and codes are which organisation.

`org_same.csv` (ours, in this package) goes on where `aids/org_same_as.csv` ends: codes of one bank that the BIC list
gives several of, each with the reason. A code that would move offices in China from foreign banks to domestic ones, or
back, is not in it, since its offices there are all that tells its home.
"""

from __future__ import annotations

from pathlib import Path

from kb.errors import BadInput
from kb.load.tables import own_table, read_table

__all__ = ["aids_beside", "same_organisations"]

_SAME = "org_same_as.csv"


def aids_beside(file: Path, aids: Path | None, *tables: str) -> Path:
    """The folder of the tables: `aids`, or the folder of that name beside the folder of `file` or further up.

    Raises BadInput naming `tables` where there is none.
    """
    folder = aids or next((up / "aids" for up in file.parents if (up / "aids").is_dir()), None)
    if folder is None or not folder.is_dir():
        needed = ", ".join((*tables, _SAME))
        raise BadInput(
            f"There is no folder {folder or file.parent.parent / 'aids'}.",
            argument="path",
            rule="the tables worked out for a source stand in a folder `aids` beside the source's folder",
            hint=f"Put {needed} into a folder `aids` beside {file.parent.name or 'the folder of the file'}.",
        )
    return folder


def same_organisations(folder: Path, source: str) -> dict[str, str]:
    """Name or code in the source -> id of the organisation, the tables in `folder` before ours."""
    rows = [*read_table(folder / _SAME, ("source", "key", "id")), *own_table("org_same.csv")]
    found: dict[str, str] = {}
    for row in rows:
        if row["source"] == source:
            found.setdefault(row["key"], row["id"])
    return found
