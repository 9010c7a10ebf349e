"""An answer's link in Neo4j Browser, in a real browser: log in, run, see the graph."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from kb.engine.state import password_file
from tests.chromium import opened
from tests.house import Service


def count(page: Page, label: str) -> int:
    """How many nodes of a label, or links of a type, Browser says that it shows."""
    chip = page.get_by_text(re.compile(rf"^{label} \(\d+\)$")).first
    return int(chip.inner_text().partition("(")[2].rstrip(")"))


def test_an_answer_is_drawn(service: Service) -> None:
    answer = service.answer()
    with opened() as seen:
        page = seen.page
        page.goto(answer["exploreUrl"])
        page.get_by_test_id("password").fill(password_file(service.home).read_text(encoding="utf-8").strip())
        page.get_by_test_id("connect").click()
        page.get_by_text("You are connected as user").first.wait_for()
        page.get_by_test_id("editor-Run").click()
        page.locator("svg .node").first.wait_for()
        page.get_by_text(re.compile(r"Displaying \d+ nodes")).wait_for()
        providers = {row["provider"]["id"] for row in answer["rows"][:15]}
        assert count(page, "ProductionHub") == 1
        assert count(page, "Country") >= 2
        assert count(page, "Organisation") >= len(providers)
        assert count(page, "Service") >= 1
        assert count(page, "SERVES") >= len(providers)
        drawn = page.locator("svg .node").count()
        assert 1 + 2 + len(providers) < drawn <= 100
        assert page.locator("svg .relationship").count() >= len(providers)
        assert any("Guangd" in text for text in page.locator("svg .node").all_text_contents())


def test_the_statement_is_its_own(service: Service) -> None:
    """What the link fills in is the answer's statement, with every parameter written in."""
    answer = service.answer()
    assert "$" not in re.sub("//.*", "", answer["explore"])
    with opened() as seen:
        seen.page.goto(answer["exploreUrl"])
        seen.page.get_by_test_id("boltaddress").wait_for()
        assert seen.page.get_by_test_id("boltaddress").input_value() == f"127.0.0.1:{service.state.bolt}"
        shown = seen.page.locator(".monaco-editor .view-lines").first
        shown.get_by_text("MATCH").first.wait_for()
        assert answer["explore"].split()[1].rstrip(":") in shown.inner_text()
