"""The way from an answer to the response: plans by selection, the nodes read in between, graphql-core left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.compiler import plan as compiler
from api.compiler.values import structure
from api.graph import Graph, given, kept, request_of
from api.plan import Part, Run
from api.planning import Compiler, page
from api.selection import Request
from kb.meta import PropType

__all__ = ["Bound", "Plan", "Shaped", "ShapedExecutor", "bind"]


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
    """A compiled selection, the lists that it reads page by page, and the nodes that it reads."""

    part: Part
    pages: list[tuple[FieldNode, PropType]]
    places: compiler.Plan

    @property
    def size(self) -> int:
        """Characters of its statement."""
        return self.places.size


@dataclass(frozen=True)
class Bound:
    """A plan with the arguments of one request."""

    plan: Plan
    run: Run
    variables: Mapping[str, Any]

    async def shape(self, value: Any, graph: Graph) -> Shaped:
        """The response for an answer that carries ids; reads the nodes that it shows, as they held at its date."""
        run, places = self.run, self.plan.places
        self.plan.part.gather(value, run)
        if any(run.wanted.values()):
            ids = {place: sorted(run.wanted.get(place, ())) for place in places.functions}
            found = await graph.read(places, {**self.variables, **ids}, getattr(value, "as_of", None))
            run.nodes = {place: given(nodes) for place, nodes in found.items()}
        return Shaped(self.plan.part.write(value, run))


def bind(info: GraphQLResolveInfo[Any], prop: PropType, plans: dict[Any, Any]) -> Bound:
    """The plan for the root field `info`, whose value `prop` declares, with this request's arguments.

    It is taken from `plans`, which belong to the document, or is put there. Raises BadInput for a page out of range.
    """
    request = request_of(info)
    key = (*map(id, info.field_nodes), *structure(info.schema, info.operation, request.variables))
    plan: Plan = kept(plans, key, lambda: _compiled(request, prop, info.field_nodes))
    return Bound(plan, Run([page(request, node, paged) for node, paged in plan.pages]), request.variables)


def _compiled(request: Request, prop: PropType, selected: list[FieldNode]) -> Plan:
    made = Compiler(request)
    part = made.part(prop, selected)
    assert part is not None
    return Plan(part, made.pages, compiler.compiled_nodes(request, made.places))
