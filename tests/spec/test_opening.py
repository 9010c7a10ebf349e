"""Which bases wait for the rest of a starter pack whose load broke off."""

from __future__ import annotations

from pathlib import Path

from kb.load.opening import finished
from kb.settings import Settings


def test_a_load_that_ends_ends_for_its_base_only(tmp_path: Path) -> None:
    marker = tmp_path / "starter.unfinished"
    marker.write_text("bolt://a:7687\nbolt://a:7687 other\nembedded\n", encoding="utf-8")
    finished(Settings(home=tmp_path, uri="bolt://a:7687", password="p"))
    assert marker.read_text(encoding="utf-8") == "bolt://a:7687 other\nembedded\n"
    finished(Settings(home=tmp_path, uri="bolt://b:7687", password="p"))
    assert marker.read_text(encoding="utf-8") == "bolt://a:7687 other\nembedded\n"
    finished(Settings(home=tmp_path))
    assert marker.read_text(encoding="utf-8") == "bolt://a:7687 other\n"
    finished(Settings(home=tmp_path, uri="bolt://a:7687", database="other", password="p"))
    assert not marker.exists()
    finished(Settings(home=tmp_path))
