"""The entity fields of a request: compiled together, read by one statement, and given to their resolvers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from graphql import GraphQLResolveInfo, OperationDefinitionNode

from api.compiler.cursors import Cursors
from api.compiler.plan import ENTITY_FIELDS, Plan, compiled
from api.compiler.values import structure
from api.selection import Request
from kb.errors import Internal, KbError

__all__ = ["Graph", "Rows", "given", "kept", "request_of"]

T = TypeVar("T")

_KEPT = 64
"""plans of one document: one for each structure of its variables"""
_LARGEST = 10_000
"""characters of the statement of a plan that is kept: it takes some ten times as much memory"""


class Rows(Protocol):
    """What a Database gives for this."""

    async def arows(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, dates: bool = True
    ) -> list[dict[str, Any]]: ...


def kept(plans: dict[Any, Any], key: Any, make: Callable[[], T]) -> T:
    """The plan of `key`, made where there is none."""
    if key in plans:
        found: T = plans[key]
        return found
    if len(plans) >= _KEPT:
        plans.clear()
    made = make()
    if getattr(made, "size", 0) <= _LARGEST:
        plans[key] = made
    return made


def given(value: Any) -> Any:
    """A field's value, or its error raised."""
    if isinstance(value, KbError):
        raise value
    return value


def request_of(info: GraphQLResolveInfo[Any]) -> Request:
    """What selections of the request are read against."""
    return Request(info.schema, info.fragments, info.variable_values)  # type: ignore[arg-type]


@dataclass
class Graph:
    """The graph as one request sees it."""

    base: Rows
    cursors: Cursors
    plans: dict[Any, Any]
    """what was compiled of the document"""
    _fields: asyncio.Task[dict[str, Any]] | None = field(default=None)

    async def field(self, info: GraphQLResolveInfo[Any]) -> Any:
        """The value of an entity field as the response has it. Raises one of our errors."""
        return given((await self.fields(request_of(info), info.operation))[str(info.path.key)])

    def fields(self, request: Request, operation: OperationDefinitionNode) -> asyncio.Task[dict[str, Any]]:
        """Every entity field of the operation, read once; an error stands for one that has no value."""
        if self._fields is None:
            self._fields = asyncio.ensure_future(self._all(request, operation))
        return self._fields

    async def _all(
        self, request: Request, operation: OperationDefinitionNode, others: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """The fields' values by response key, without `others`."""
        shape = structure(request.schema, operation, request.variables)
        faults: dict[str, Any] = {}
        while True:
            left_out = others.union(faults)
            key = (id(operation), left_out, shape)
            plan = kept(self.plans, key, lambda left_out=left_out: _compiled(request, operation, left_out))  # type: ignore[misc]
            parameters, wrong = plan.bind(request.variables, self.cursors)
            if not wrong:
                break
            faults |= wrong
        found, names = {**plan.faults, **faults}, frozenset(plan.functions)
        try:
            return {**found, **await self._read(plan, parameters)}
        except Internal as error:
            if len(names) == 1:
                return {**found, **dict.fromkeys(names, error)}
        # something stored is not what the statement can use; each field by itself tells whose it is
        for name in names:
            found |= await self._all(request, operation, left_out | names - {name})
        return found

    async def read(self, plan: Plan, variables: Mapping[str, Any], day: date | None = None) -> dict[str, Any]:
        """The values of a plan's fields; `day` stands for today where no date is asked for."""
        parameters, wrong = plan.bind(variables, self.cursors, day)
        for error in wrong.values():
            raise error
        return await self._read(plan, parameters)

    async def _read(self, plan: Plan, parameters: dict[str, Any]) -> dict[str, Any]:
        if not plan.statement:
            return {}
        [record] = await self.base.arows(plan.statement, parameters, dates=False)  # they come as text
        return plan.shape(record["r"], parameters, self.cursors)


def _compiled(request: Request, operation: Any, left_out: Collection[str]) -> Plan:
    fields = {
        key: nodes
        for key, nodes in request.fields([operation], "Query").items()
        if nodes[0].name.value in ENTITY_FIELDS and key not in left_out
    }
    return compiled(request, fields)
