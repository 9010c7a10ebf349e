"""Tables of the README, from the declarations: `python -m kb.documents README.md` writes them anew.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

from kb.meta import Declared, Link, Node, PropType, Row, props
from kb.ontology import LINKS, NODES
from kb.questions import QUESTIONS
from kb.settings import Settings

__all__ = ["TABLES", "filled", "main"]


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _settings() -> str:
    rows = []
    for setting in fields(Settings):
        default = setting.default
        shown = "" if default in (None, ()) else f"`{int(default) if isinstance(default, bool) else default}`"
        rows.append((f"`{setting.metadata['env']}`", setting.metadata["description"], shown))
    return _table(("setting", "what it says", "default"), rows)


def _questions() -> str:
    rows = []
    for question in QUESTIONS.values():
        for p in props(question):
            parts = [q.graphql_name for q in props(p.kind)] if issubclass(p.kind, Row) else []
            allowed = ", ".join(parts) or p.domain
            default = "required" if p.required else "" if p.default is None else f"`{p.default}`"
            rows.append((f"`{question.asked}`", f"`{p.graphql_name}`", p.prop.text, allowed, default))
    return _table(("question", "argument", "what it says", "values", "default"), rows)


def _own(declared: type[Declared], common: type[Declared]) -> str:
    shared = {p.name for p in props(common)}
    return ", ".join(_described(p) for p in props(declared) if p.name not in shared)


def _described(p: PropType) -> str:
    """Name, `?` where it may be missing, and which values it may have."""
    name = f"`{p.name}`{'' if p.required else '?'}"
    if p.kind is date:
        return f"{name} (date)"
    if p.prop.refers:
        return f"{name} (id: {', '.join(p.prop.refers)})"
    what = p.prop.description if p.prop.pattern else p.domain
    return f"{name} ({what})" if what else name


def _first_line(declared: type[Declared]) -> str:
    return (declared.__doc__ or "").split("\n")[0]


def _nodes() -> str:
    rows = ((f"`{n.label}`", f"`{n.prefix}:…`", _first_line(n), _own(n, Node)) for n in NODES.values())
    return _table(("label", "ids", "what it is", "properties"), rows)


def _links() -> str:
    rows = []
    for name, link in LINKS.items():
        starts = ", ".join(dict.fromkeys(start.label for start, _ in link.ends))
        ends = ", ".join(dict.fromkeys(end.label for _, end in link.ends))
        rows.append((f"`{name}`", f"{starts} → {ends}", _own(link, Link)))
    return _table(("type", "from → to", "properties"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "questions": _questions,
    "nodes": _nodes,
    "links": _links,
}


def filled(text: str) -> str:
    """The text with its tables made anew."""

    def table(found: re.Match[str]) -> str:
        return f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}"

    return re.sub(r"(<!-- table: (\w+) -->)\n.*?(<!-- end -->)", table, text, flags=re.DOTALL)


def main(path: str) -> None:
    """Write the tables of the file at `path` anew."""
    file = Path(path)
    file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
