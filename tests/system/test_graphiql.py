"""The page at /graphql in a real browser that reaches nothing else."""

from __future__ import annotations

from tests.chromium import opened
from tests.house import HUB, Service


def test_the_main_question_is_filled_in_and_answered(service: Service) -> None:
    with opened() as seen:
        page = seen.page
        page.goto(service.url.removesuffix("graphql"))
        assert page.url == service.url
        editor = page.locator(".graphiql-query-editor .CodeMirror-code")
        editor.get_by_text(HUB).wait_for()
        page.locator(".graphiql-execute-button").click()
        answer = page.locator(".graphiql-response .CodeMirror-code")
        answer.get_by_text('"Guangdong electronics"').wait_for()
        assert '"Viet Nam"' in answer.inner_text()
        assert '"errors"' not in answer.inner_text()
        page.locator('button[aria-label="Show Documentation Explorer"]').click()
        page.locator(".graphiql-doc-explorer").get_by_text("Query", exact=True).first.wait_for()
        assert seen.elsewhere() == []
        assert seen.console == [], "nor a violation of the Content-Security-Policy, nor any other complaint"
        assert any(url.endswith("/static/vendor/graphiql.min.js") for url in seen.requests)
