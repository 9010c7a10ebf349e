"""The way from an answer to the response: plans by selection, the nodes read in between, graphql-core left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.plan import Part, Run
from api.planning import Compiler, page
from api.selection import Request
from kb.lookup import Reads, nodes
from kb.meta import PropType

__all__ = ["Bound", "Plan", "Shaped", "ShapedExecutor", "bind"]

_KEPT = 64
"""plans of one document: one for each root field and each way to set its switches"""


@dataclass(frozen=True)
class Shaped:
    """A value that is already as the response has it."""

    value: Any


class ShapedExecutor(StrawberryGraphQLCoreExecutionContext):
    """Execution that takes shaped values as they are and completes only the rest field by field."""

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """The completed value."""
        if isinstance(result, Shaped):
            return result.value
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)


@dataclass(frozen=True)
class Plan:
    """A compiled selection, and the lists that it reads page by page."""

    part: Part
    pages: list[tuple[FieldNode, PropType]]


@dataclass(frozen=True)
class Bound:
    """A plan with the arguments of one request."""

    part: Part
    run: Run

    async def shape(self, value: Any, base: Reads, known: Mapping[str, dict[str, Any]] | None = None) -> Shaped:
        """The response for an answer that carries ids; reads the nodes that it shows and that are not `known`."""
        run = self.run
        self.part.gather(value, run)
        found: dict[str, dict[str, Any]] = dict(known or {})
        asked: set[str] = set()
        while missing := run.missing(found) - asked:
            asked |= missing
            found |= await nodes(base, missing)
        run.nodes = found
        return Shaped(self.part.write(value, run))


def bind(info: GraphQLResolveInfo[Any], prop: PropType, plans: dict[Any, Plan]) -> Bound:
    """The plan for the root field `info`, whose value `prop` declares, with this request's arguments.

    It is taken from `plans`, which belong to the document, or is put there. Raises BadInput for a page out of range.
    """
    request = Request(info.schema, info.fragments, info.variable_values)  # type: ignore[arg-type]
    switches = {name: value for name, value in request.variables.items() if isinstance(value, bool)}
    key = (*map(id, info.field_nodes), *sorted(switches.items()))
    if key not in plans:
        if len(plans) >= _KEPT:
            plans.clear()
        # it must not hold on to the variables of the first request
        plans[key] = _compiled(Request(info.schema, info.fragments, switches), prop, info.field_nodes)
    plan = plans[key]
    return Bound(plan.part, Run([page(request, node, paged) for node, paged in plan.pages]))


def _compiled(request: Request, prop: PropType, selected: list[FieldNode]) -> Plan:
    compiler = Compiler(request)
    part = compiler.part(prop, selected)
    assert part is not None
    return Plan(part, compiler.pages)
