"""Figures over all rows of a connection: how many, and the least, greatest, mean and sum of properties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from graphql import FieldNode

from api.compiler.graph import Side, link_props, node_props
from api.compiler.leaves import checked
from api.compiler.nodes import Row
from api.compiler.orders import Key
from api.compiler.scope import Scope
from api.compiler.sdl import statistic_props
from kb.meta import PropType
from kb.ontology import LINKS

__all__ = ["Listed", "aggregate"]


@dataclass(frozen=True)
class Listed:
    """What a connection lists."""

    name: str
    """its types are named after it"""
    field: str
    match: str
    """MATCH … WHERE … of all its rows"""
    link: str | None
    """variable of the link, None for the nodes of a label"""
    node: str
    label: str
    side: Side | None
    keys: list[Key]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.node,) if self.link is None else (self.link, self.node)


def aggregate(scope: Scope, listed: Listed, nodes: list[FieldNode]) -> tuple[str, str]:
    """Expression and function of the figures over all rows."""
    row = Row(scope, "", 0)
    for key, merged in scope.request.fields(nodes, f"{listed.name}Aggregate").items():
        name = merged[0].name.value
        if name == "__typename":
            row.fields.append(f"{key!r}: {listed.name + 'Aggregate'!r}")
        elif name == "count":
            count = f"COUNT {{ {listed.match} }}" if listed.side else "count(*)"
            row.fields.append(f"{key!r}: {row.take(count)}")
        elif listed.side is None:
            row.fields.append(f"{key!r}: {_figures(row, listed, name, listed.label, listed.node, merged)}")
        else:
            what = (listed.side.link.__name__, listed.link or "") if name == "link" else (listed.label, listed.node)
            row.fields.append(f"{key!r}: {_statistics(row, listed, *what, merged)}")
    if listed.side is not None:
        return f"[{', '.join(row.expressions)}]", row.function()
    expressions = ", ".join(row.expressions) or "count(*)"
    return f"head(COLLECT {{ {listed.match} RETURN [{expressions}] }})", row.function()


def _statistics(row: Row, listed: Listed, what: str, variable: str, nodes: list[FieldNode]) -> str:
    fields = []
    for key, merged in row.scope.request.fields(nodes, f"{what}Statistics").items():
        name = merged[0].name.value
        if name == "__typename":
            fields.append(f"{key!r}: {what + 'Statistics'!r}")
        else:
            fields.append(f"{key!r}: {_figures(row, listed, name, what, variable, merged)}")
    return f"{{{', '.join(fields)}}}"


def _figures(row: Row, listed: Listed, function: str, what: str, variable: str, nodes: list[FieldNode]) -> str:
    """Python for the values of min, max, avg or sum."""
    kind = f"{what}{'Extremes' if function in {'min', 'max'} else 'Means'}"
    found = statistic_props(_props(what), function)
    fields = []
    for key, merged in row.scope.request.fields(nodes, kind).items():
        name = merged[0].name.value
        if name == "__typename":
            fields.append(f"{key!r}: {kind!r}")
            continue
        fields.append(f"{key!r}: {_figure(row, listed, function, found[name], variable, kind)}")
    return f"{{{', '.join(fields)}}}"


def _figure(row: Row, listed: Listed, function: str, prop: PropType, variable: str, kind: str) -> str:
    value = f"{variable}.{prop.name}"
    told = _over_links(listed.match, function, value) if listed.side else _over_nodes(function, value)
    if function in {"avg", "sum"}:
        return checked(row.scope.code, replace(prop, required=False, kind=float), kind, row.take(f"toFloat({told})"))
    told = f"toString({told})" if prop.kind is date else told
    return checked(row.scope.code, replace(prop, required=False), kind, row.take(told))


def _over_nodes(function: str, value: str) -> str:
    # the sum of nothing is 0
    return f"CASE WHEN count({value}) > 0 THEN sum({value}) END" if function == "sum" else f"{function}({value})"


def _over_links(match: str, function: str, value: str) -> str:
    """The same without Cypher's own functions: 5.26 refuses them below a node that the list around them names."""
    known = f"{match} AND {value} IS NOT NULL"
    if function in {"min", "max"}:
        order = f"{value} DESC" if function == "max" else value
        return f"head(COLLECT {{ {known} RETURN {value} ORDER BY {order} LIMIT 1 }})"
    count, total = f"COUNT {{ {known} }}", f"reduce(s = 0.0, x IN COLLECT {{ {known} RETURN {value} }} | s + x)"
    return f"CASE WHEN {count} > 0 THEN {total}{f' / {count}' if function == 'avg' else ''} END"


def _props(what: str) -> dict[str, PropType]:
    kinds = {link.__name__: kind for kind, link in LINKS.items()}
    return link_props(kinds[what]) if what in kinds else node_props(what)
