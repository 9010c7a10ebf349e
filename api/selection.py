"""Which fields a selection asks for on a type: fragments, type conditions, @skip and @include, aliases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

__all__ = ["Request", "Selected"]

Selected = dict[str, list[FieldNode]]
"""response key -> the field nodes that it merges"""


@dataclass(frozen=True)
class Request:
    """What a selection is read against: the schema, the document's fragments, the coerced variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def fields(self, nodes: Iterable[FieldNode], label: str) -> Selected:
        """The fields that the selection sets of `nodes` ask of an object of type `label`, in order."""
        found: Selected = {}
        # for all nodes together: read again for each, fragments that spread fragments would double at every level
        seen: set[str] = set()
        for node in nodes:
            if node.selection_set:
                self._collect(node.selection_set, label, found, seen)
        return found

    def number(self, node: FieldNode, name: str, default: int) -> int | None:
        """The value of a field's Int argument; None where a variable holds null."""
        for argument in node.arguments or ():
            if argument.name.value == name:
                match argument.value:
                    case VariableNode(name=variable):
                        given: int | None = self.variables.get(variable.value, default)
                        return given
                    case IntValueNode(value=text):
                        return int(text)
                    case NullValueNode():
                        return None
        return default

    def _collect(self, selections: SelectionSetNode, label: str, found: Selected, seen: set[str]) -> None:
        for selection in selections.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                found.setdefault(key, []).append(selection)
            elif (inner := self._fragment(selection, label, seen)) is not None:
                self._collect(inner, label, found, seen)

    def _fragment(self, selection: SelectionNode, label: str, seen: set[str]) -> SelectionSetNode | None:
        """The selections of a fragment that applies to the type and was not read yet."""
        if isinstance(selection, InlineFragmentNode):
            fragment: Any = selection
        else:
            name = selection.name.value  # type: ignore[attr-defined]  # a FragmentSpreadNode
            if name in seen:
                return None
            seen.add(name)
            fragment = self.fragments[name]
        condition = fragment.type_condition
        applies = condition is None or self._is(label, condition.name.value)
        return fragment.selection_set if applies else None

    def _is(self, label: str, condition: str) -> bool:
        if label == condition:
            return True
        wider, narrower = self.schema.get_type(condition), self.schema.get_type(label)
        return is_abstract_type(wider) and narrower is not None and self.schema.is_sub_type(wider, narrower)

    def _included(self, selection: SelectionNode) -> bool:
        for directive in selection.directives or ():
            if directive.name.value in {"skip", "include"} and self._truth(directive) == (
                directive.name.value == "skip"
            ):
                return False
        return True

    def _truth(self, directive: DirectiveNode) -> bool:
        value: Any = (directive.arguments or ())[0].value
        return bool(self.variables[value.name.value] if isinstance(value, VariableNode) else value.value)
