"""The GraphQL schema, made from the declarations."""

from __future__ import annotations

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.roots import query_type
from api.scalars import SCALARS
from api.shaping import ShapedExecutor
from api.types import object_type
from kb.ontology import NODES

__all__ = ["schema", "sdl"]


@cache
def schema() -> strawberry.Schema:
    """The schema; made once."""
    return strawberry.Schema(
        query=query_type(),
        types=[object_type(node) for node in NODES.values()],
        execution_context_class=ShapedExecutor,
        config=StrawberryConfig(scalar_map=dict(SCALARS)),
    )


def sdl() -> str:
    """The schema in GraphQL's own language; `api/schema.graphql` is its golden."""
    return schema().as_str() + "\n"
