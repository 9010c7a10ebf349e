"""The way from an answer to the response: plans by selection, the nodes read in between, graphql-core left out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.plan import Compiler, Part, Run, page
from api.selection import Request
from kb.lookup import Reads, nodes
from kb.meta import PropType

__all__ = ["Shaped", "ShapedExecutor", "bind"]

_KEPT = 256
"""plans"""


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
    """A compiled selection. It holds the field nodes, so that no other can get their identity meanwhile."""

    part: Part
    pages: list[tuple[FieldNode, PropType]]
    selected: list[FieldNode]


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


_plans: OrderedDict[Any, Plan] = OrderedDict()


def bind(info: GraphQLResolveInfo[Any], prop: PropType) -> Bound:
    """The plan for the root field `info`, whose value `prop` declares. Raises BadInput for a page out of range."""
    request = Request(info.schema, info.fragments, info.variable_values)  # type: ignore[arg-type]
    switches = tuple(sorted((name, value) for name, value in request.variables.items() if isinstance(value, bool)))
    key = (*map(id, info.field_nodes), switches)
    plan = _plans.get(key)
    if plan is None:
        plan = _plans[key] = _compiled(request, prop, info.field_nodes)
        if len(_plans) > _KEPT:
            _plans.popitem(last=False)
    else:
        _plans.move_to_end(key)
    return Bound(plan.part, Run([page(request, node, paged) for node, paged in plan.pages]))


def _compiled(request: Request, prop: PropType, selected: list[FieldNode]) -> Plan:
    compiler = Compiler(request)
    part = compiler.part(prop, selected)
    assert part is not None
    return Plan(part, compiler.pages, selected)
