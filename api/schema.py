"""The GraphQL schema, made from the declarations: the questions by strawberry, the graph by `api.compiler.sdl`."""

from __future__ import annotations

from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLResolveInfo, GraphQLSchema, extend_schema, parse, print_schema
from strawberry.schema.config import StrawberryConfig

from api.compiler.plan import ENTITY_FIELDS
from api.compiler.sdl import graph_sdl
from api.roots import Context, query_type
from api.scalars import SCALARS
from api.shaping import Shaped, ShapedExecutor
from api.types import object_type
from kb.ontology import NODES

__all__ = ["schema", "sdl"]


@cache
def schema() -> GraphQLSchema:
    """The schema; made once."""
    questions = strawberry.Schema(
        query=query_type(),
        types=[object_type(node) for node in NODES.values()],
        execution_context_class=ShapedExecutor,
        config=StrawberryConfig(scalar_map=dict(SCALARS)),
    )._schema
    whole = extend_schema(questions, parse(graph_sdl(questions.type_map), no_location=True))
    assert whole.query_type is not None
    for name in ENTITY_FIELDS:
        whole.query_type.fields[name].resolve = _entity
    return whole


async def _entity(root: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Shaped:
    context: Context = info.context
    return Shaped(await context.graph.field(info))


def sdl() -> str:
    """The schema in GraphQL's own language; `api/schema.graphql` is its golden."""
    return print_schema(schema()) + "\n"
