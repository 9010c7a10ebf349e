"""The folder that the README shows can be loaded and asked about."""

from __future__ import annotations

import re
from pathlib import Path

from kb.db import Database
from kb.load.run import load_folder

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"^ {4}((?:nodes|links)/\w+\.csv) +(\S.*)\n +(\S.*)$", re.MULTILINE)


def test_it_loads_and_answers(base: Database, tmp_path: Path) -> None:
    files = SHOWN.findall(README)
    assert len(files) == 7
    for name, head, row in files:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    load_folder(base, tmp_path, progress=False)
    [row] = base.ask("servicesFollowing", hub="hub:chn-wuxi-electronics").rows
    assert (row.provider, row.service, row.phi) == ("org:my-bank", "service:factoring", 0.12)
