"""What a long load says."""

from __future__ import annotations

import sys
import time

import pytest

from kb.engine import progress
from kb.load.progress import say, telling


def test_a_line_a_step_and_no_counts_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(True, "Writing")
    with telling(True, {"Country": 5}) as tell:
        for count in (2, 3):
            tell("Country", count)
    assert capsys.readouterr() == ("", "Writing …\n")


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "Starting …\n"), (0.0, "")])
def test_a_word_on_what_takes_long_only(
    seconds: float, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON", 0.1)
    for visible in (True, False):
        with progress.late("Starting", visible=visible):
            time.sleep(seconds)
    time.sleep(0.2)
    assert capsys.readouterr() == ("", said)


def test_silence_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    say(False, "Writing")
    with telling(False) as tell:
        tell("Country", 2)
    assert capsys.readouterr() == ("", "")


def test_bars_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with telling(True, {"Country": 5}) as tell:
        tell("Country", 5)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Country" in err
    assert "5/5" in err
