"""How much one document may ask for; told before it is validated, so that a refusal costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from kb.errors import LimitExceeded

__all__ = ["CHARACTERS", "TOKENS", "beyond", "check_variables", "exceeded"]

CHARACTERS = 50_000
"""of a document: comments and blanks are no tokens, but are read"""
TOKENS = 1_000
"""what is checked at one go: nobody else is answered meanwhile"""
_ROOT_FIELDS = 50
"""of an operation: each is a question to the database"""
_DEPTH = 25
"""levels of fields: eight links in a row; the standard introspection query has 15"""
_ALIASES = 100
_DIRECTIVES = 50
_LEVELS = 30
"""of lists and objects inside one another in a value: the database would think for long how to go about a filter"""
_VALUES = 11_000
"""in the variables: the ids of a request are at most 10,000"""
_OBJECTS = 500
_DIRECTIVES_AT_ONCE = 5
"""at one place, where no more than two make sense"""
_INTROSPECTED = {"fields", "interfaces", "possibleTypes", "inputFields"}
"""lists of the schema; inside one another they multiply, and nothing of ours stands between to stop them"""


def exceeded(error: GraphQLError, message: str, rule: str, hint: str) -> GraphQLError:
    """The refusal of a document that goes beyond a limit, at the place of `error`."""
    limit = LimitExceeded(message, argument="query", rule=rule, hint=hint)
    return GraphQLError(message, error.nodes, error.source, error.positions, original_error=limit)


def beyond(document: DocumentNode) -> GraphQLError | None:
    """The refusal of a document that asks for too much; None where it does not."""
    try:
        _check_directives(document)
        _check_values(document)
        _check_selections(document)
        measure = _Measure(document)
        for operation in document.definitions:
            if isinstance(operation, OperationDefinitionNode):
                measure.check(operation)
    except GraphQLError as error:
        return error
    return None


def check_variables(variables: dict[str, Any]) -> None:
    """Raises LimitExceeded for variables that hold too much, or too deeply."""
    values = objects = levels = 0
    here: list[Any] = [variables]
    while here:
        levels += 1
        values += sum(map(len, here))
        objects += sum(isinstance(holder, dict) for holder in here)
        if levels > _LEVELS or values > _VALUES or objects > _OBJECTS:
            rule = f"at most {_VALUES:,} values, {_OBJECTS} objects and {_LEVELS} levels"
            hint = "Ask in several requests, or with a simpler filter."
            raise LimitExceeded("The variables hold too much.", argument="variables", rule=rule, hint=hint)
        here = [item for holder in here for item in _items(holder) if isinstance(item, dict | list)]


def _items(holder: Any) -> Any:
    return holder.values() if isinstance(holder, dict) else holder


def _refusal(node: Node, message: str, rule: str, hint: str = "Ask in several requests.") -> GraphQLError:
    return exceeded(GraphQLError(message, node), message, rule, hint)


def _check_selections(document: DocumentNode) -> None:
    """Raises a syntax error for a selection of nothing, which graphql-core reads and the grammar forbids."""
    for node in _written(document):
        inside = getattr(node, "selection_set", None)
        if inside is not None and not inside.selections:
            raise GraphQLError("Syntax Error: Expected Name, found '}'.", inside)


def _check_directives(document: DocumentNode) -> None:
    """Raises the refusal of too many directives, wherever they are written."""
    count = 0
    for node in _written(document):
        here = len(getattr(node, "directives", None) or ())
        count += here
        if here > _DIRECTIVES_AT_ONCE or count > _DIRECTIVES:
            rule = f"at most {_DIRECTIVES_AT_ONCE} directives at one place and {_DIRECTIVES} in a document"
            raise _refusal(node, "The document has too many directives.", rule, "Leave directives out.")


def _check_values(document: DocumentNode) -> None:
    """Raises the refusal of a value in which lists and objects are nested too deeply."""
    here: list[Any] = [getattr(node, "default_value", None) for node in _written(document)]
    here += [argument.value for node in _written(document) for argument in getattr(node, "arguments", None) or ()]
    for _ in range(_LEVELS):
        here = [inner for value in here for inner in _inside(value)]
    if any(isinstance(value, ListValueNode | ObjectValueNode) for value in here):
        raise _refusal(here[0], "A value is nested too deeply.", f"at most {_LEVELS} levels", "Use a simpler filter.")


def _inside(value: Any) -> Any:
    """The values of a list or an object that is written out."""
    if isinstance(value, ListValueNode):
        return value.values
    return [field.value for field in value.fields] if isinstance(value, ObjectValueNode) else ()


def _written(document: DocumentNode) -> Iterator[Node]:
    """Every place of a document that can have directives."""
    ahead: list[Any] = list(document.definitions)
    while ahead:
        node = ahead.pop()
        yield node
        ahead += getattr(node, "variable_definitions", None) or ()
        if (inside := getattr(node, "selection_set", None)) is not None:
            ahead += inside.selections


class _Size(NamedTuple):
    """Of a selection, with fragments at each place where they are spread."""

    levels: int = 0
    aliases: int = 0
    lists: int = 0
    """lists of the schema inside one another"""

    def beside(self, field: FieldNode, below: _Size) -> _Size:
        """The size with one more field, below which there is something."""
        return _Size(
            max(self.levels, below.levels + 1),
            self.aliases + below.aliases + (field.alias is not None),
            max(self.lists, below.lists + (field.name.value in _INTROSPECTED)),
        )


class _Measure:
    """Measures a document's operations."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self._fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
        self._known: dict[int, _Size] = {}

    def check(self, operation: OperationDefinitionNode) -> None:
        """Raises the refusal of an operation that is too wide, too deep or has too many aliases."""
        roots = self._fields(operation.selection_set)
        if len(roots) > _ROOT_FIELDS:
            rule = f"at most {_ROOT_FIELDS} root fields in an operation, fragments and aliases included"
            raise _refusal(operation, "An operation has too many root fields.", rule)
        if self._size(operation.selection_set, 1).aliases > _ALIASES:
            rule = f"at most {_ALIASES} fields with an alias in an operation, those of a fragment wherever it is spread"
            raise _refusal(operation, "An operation has too many aliases.", rule)
        self._check_introspection([root for root in roots if root.name.value in {"__schema", "__type"}])

    def _check_introspection(self, roots: list[FieldNode]) -> None:
        schemas = {(root.alias or root.name).value for root in roots if root.name.value == "__schema"}
        nested = max((self._size(root.selection_set, 2).lists for root in roots if root.selection_set), default=0)
        if len(schemas) > 1 or nested > 1:
            rule = f"__schema once, and {', '.join(sorted(_INTROSPECTED))} not inside one another"
            hint = "Ask what the standard introspection query asks."
            raise _refusal(roots[0], "Too much of the schema is asked for.", rule, hint)

    def _size(self, inside: SelectionSetNode, level: int) -> _Size:
        """Its size; its own fields are at `level`. Raises the refusal of too many levels."""
        size = self._known.get(id(inside))
        if size is None:
            if level > _DEPTH:  # so this never calls itself more often than that
                raise _too_deep(inside)
            self._known[id(inside)] = size = _Size()  # where a fragment spreads itself, which validation refuses
            for field in self._fields(inside):
                below = self._size(field.selection_set, level + 1) if field.selection_set else _Size()
                size = size.beside(field, below)
            self._known[id(inside)] = size
        if level + size.levels - 1 > _DEPTH:
            raise _too_deep(inside)
        return size

    def _fields(self, inside: SelectionSetNode) -> list[FieldNode]:
        """The fields that it writes out; a fragment counts once, as it is executed once."""
        ahead: list[SelectionNode] = list(inside.selections)
        found: list[FieldNode] = []
        seen: set[str] = set()
        while ahead:
            selection = ahead.pop()
            if isinstance(selection, FieldNode):
                found.append(selection)
            elif isinstance(selection, InlineFragmentNode):
                ahead += selection.selection_set.selections
            elif isinstance(selection, FragmentSpreadNode) and (name := selection.name.value) not in seen:
                seen.add(name)
                ahead += self._fragments[name].selection_set.selections if name in self._fragments else ()
        return found


def _too_deep(node: Node) -> GraphQLError:
    rule = f"at most {_DEPTH} levels of fields, fragments followed"
    return _refusal(node, "An operation is nested too deeply.", rule)
