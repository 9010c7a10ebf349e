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
            row.fields.append(f"{key!r}: {row.take('count(*)')}")
        elif listed.side is None:
            row.fields.append(f"{key!r}: {_figures(row, name, listed.label, listed.node, merged)}")
        else:
            what = (listed.side.link.__name__, listed.link or "") if name == "link" else (listed.label, listed.node)
            row.fields.append(f"{key!r}: {_statistics(row, *what, merged)}")
    expressions = ", ".join(row.expressions) or "count(*)"
    return f"head(COLLECT {{ {listed.match} RETURN [{expressions}] }})", row.function()


def _statistics(row: Row, what: str, variable: str, nodes: list[FieldNode]) -> str:
    fields = []
    for key, merged in row.scope.request.fields(nodes, f"{what}Statistics").items():
        name = merged[0].name.value
        told = repr(f"{what}Statistics") if name == "__typename" else _figures(row, name, what, variable, merged)
        fields.append(f"{key!r}: {told}")
    return f"{{{', '.join(fields)}}}"


def _figures(row: Row, function: str, what: str, variable: str, nodes: list[FieldNode]) -> str:
    """Python for the values of min, max, avg or sum."""
    kind = f"{what}{'Extremes' if function in {'min', 'max'} else 'Means'}"
    found = statistic_props(_props(what), function)
    fields = []
    for key, merged in row.scope.request.fields(nodes, kind).items():
        name = merged[0].name.value
        if name == "__typename":
            fields.append(f"{key!r}: {kind!r}")
            continue
        fields.append(f"{key!r}: {_figure(row, function, found[name], variable, kind)}")
    return f"{{{', '.join(fields)}}}"


def _figure(row: Row, function: str, prop: PropType, variable: str, kind: str) -> str:
    value = f"{function}({variable}.{prop.name})"
    if function == "sum":  # of nothing it is 0
        value = f"CASE WHEN count({variable}.{prop.name}) > 0 THEN {value} END"
    if function in {"avg", "sum"}:
        return checked(row.scope.code, _mean(prop), kind, row.take(f"toFloat({value})"))
    told = f"toString({value})" if prop.kind is date else value
    return checked(row.scope.code, _optional(prop), kind, row.take(told))


def _props(what: str) -> dict[str, PropType]:
    kinds = {link.__name__: kind for kind, link in LINKS.items()}
    return link_props(kinds[what]) if what in kinds else node_props(what)


def _optional(prop: PropType) -> PropType:
    return replace(prop, required=False)


def _mean(prop: PropType) -> PropType:
    return replace(prop, required=False, kind=float)
