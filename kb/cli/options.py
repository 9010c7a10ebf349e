"""Command-line options from the declaration of a question, and their values back into arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import click

from kb.errors import BadInput
from kb.meta import PropType, Question, Row, props

__all__ = ["arguments", "options"]


def options(question: type[Question]) -> list[click.Parameter]:
    """One option an argument: its name in kebab-case; lists and structures repeat it in the singular."""
    return [_option(p) for p in props(question)]


def arguments(question: type[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given on the command line, as arguments of the question."""
    values: dict[str, Any] = {}
    for p in props(question):
        value = given.get(p.name)
        if value is None or value == ():
            continue
        values[p.name] = _structure(p, value) if issubclass(p.kind, Row) else value
    return values


def _flag(p: PropType) -> str:
    name = p.name.replace("_", "-")
    if not (p.many or issubclass(p.kind, Row)):
        return f"--{name}"
    return "--" + re.sub(r"s$", "", re.sub(r"ies$", "y", name))


def _option(p: PropType) -> click.Option:
    text = p.prop.text
    if issubclass(p.kind, Row):
        text += f". {' '.join(f'{q.graphql_name}={_example(q)}' for q in props(p.kind))}"
    if p.many or issubclass(p.kind, Row):
        text += ". May be repeated"
    if not p.required and p.default is not None and not isinstance(p.default, Row):
        text += f" [{p.default:g}]" if isinstance(p.default, float) else f" [{p.default}]"
    return click.Option(
        [_flag(p), p.name],
        required=p.required,
        multiple=p.many or issubclass(p.kind, Row),
        type=_type(p),
        metavar=_metavar(p),
        help=f"{text}.",
    )


def _type(p: PropType) -> click.ParamType[Any]:
    if issubclass(p.kind, StrEnum):
        return click.Choice([str(word) for word in p.kind], case_sensitive=False)
    if p.kind is int:
        return click.INT
    if p.kind is float:
        return click.FLOAT
    return click.BOOL if p.kind is bool else click.STRING


def _metavar(p: PropType) -> str | None:
    if issubclass(p.kind, Row):
        return "NAME=VALUE[,LOW,HIGH]"
    if p.kind is date:
        return "YYYY-MM-DD"
    return "ID" if p.prop.refers else None


def _example(p: PropType) -> str:
    default = p.default
    if isinstance(default, Row):
        values = (getattr(default, q.name) for q in props(type(default)))
        return ",".join(f"{value:g}" for value in values if value is not None)
    return f"{default:g}" if isinstance(default, int | float) else "…"


def _structure(p: PropType, texts: Iterable[str]) -> dict[str, Any]:
    fields = {q.graphql_name: q for q in props(p.kind)}
    values: dict[str, Any] = {}
    for text in texts:
        name, _, value = text.partition("=")
        at = f"{p.graphql_name}.{name}"
        if name not in fields:
            message = f"{_flag(p)} is {text!r}; it must be NAME=VALUE, with a NAME that is known."
            hint = f"NAME is one of {', '.join(fields)}."
            raise BadInput(
                message, argument=at if name else p.graphql_name, rule=f"one of {', '.join(fields)}", hint=hint
            )
        if not value:
            message = f"{_flag(p)} is {text!r}, without a value; it must be NAME=VALUE."
            raise BadInput(message, argument=at, rule="NAME=VALUE", hint=f"E.g. {name}={_example(fields[name])}.")
        values[name] = _parts(fields[name], value, at)
    return values


def _parts(p: PropType, text: str, at: str) -> Any:
    if not issubclass(p.kind, Row):
        return _number(text, at)
    fields, parts = props(p.kind), text.split(",")
    if len(parts) > len(fields):
        message = f"{at} is {text!r}, of {len(parts)} numbers; it must have at most {len(fields)}."
        form = ",".join(q.graphql_name.upper() for q in fields)
        raise BadInput(message, argument=at, rule=f"at most {len(fields)} numbers", hint=f"Write {form}.")
    return {q.name: _number(part, at) for q, part in zip(fields, parts, strict=False)}


def _number(text: str, at: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput(
            f"{at} is {text!r}; it must be a number.", argument=at, rule="a number", hint="E.g. 0.2."
        ) from None
