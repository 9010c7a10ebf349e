"""The GraphiQL page and its files, all our own, under a strict Content-Security-Policy."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["DEFAULT_QUERY", "WEB", "WebFiles", "page"]

WEB = Path(__file__).resolve().parent / "web"

DEFAULT_QUERY = """\
# Apple's suppliers leave Guangdong for Vietnam: which services follow them?
query ServicesFollowing {
  servicesFollowing(hub: "hub:chn-guangdong-electronics", to: "VNM") {
    hub { name }
    fromCountry { name }
    toCountry { name }
    asOf
    totalCount
    totals { category providerCount stakeUsd followUsd remoteUsd lostUsd }
    rows(first: 10) {
      provider { name }
      service { name }
      verdict
      follow
      followLow
      followHigh
      followUsd
      basis
      agreement { name }
      evidence(first: 1) {
        nodes { name }
        links { type from to sellerShare factor since basis rule confidence }
        sources { title url }
      }
    }
    caveats { code text }
    exploreUrl
  }
}
"""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page() -> Response:
    """GraphiQL, opening with the main question."""
    return HTMLResponse(_page(), headers=_HEADERS)


@cache
def _page() -> str:
    template = (WEB / "graphiql.html").read_text(encoding="utf-8")
    return template.replace("{{ default_query }}", html.escape(DEFAULT_QUERY, quote=True))


class WebFiles(StaticFiles):
    """The scripts and styles beside the page, nothing else of its folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        if Path(path).suffix not in {".js", ".css"}:
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        answer.headers.update({name: _HEADERS[name] for name in ("X-Content-Type-Options", "Cache-Control")})
        return answer
