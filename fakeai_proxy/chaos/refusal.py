"""What is wrong with an experiment: file, line, field, and what would be valid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fakeai_proxy.core.errors import SettingsError, nearest
from fakeai_proxy.faults import FAULTS, fault_named

from .document import Document, Loc
from .experiment import Experiment

SHOWN = 60
"""Characters of a refused value that are repeated."""


class ExperimentError(SettingsError):
    """Every problem of a file, one a line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def refusal(error: ValidationError, document: Document) -> ExperimentError:
    """All that `error` says of `document`, in the order of its lines."""
    found = sorted(
        (document.line(each["loc"]), told(each, document)) for each in error.errors(include_url=False)
    )
    return ExperimentError([f"{document.place(line)}{text}" for line, text in dict.fromkeys(found)])


def told(details: ErrorDetails, document: Document) -> str:
    """Field and problem."""
    path = document.path(details["loc"])
    if details["type"] in ("missing", "extra_forbidden") and path[-1:] != details["loc"][-1:]:
        path = (*path, details["loc"][-1])
    place = written(path)
    problem = problem_of(details, document, path)
    return f"{place}: {problem}" if place and not problem.startswith(f"{place}:") else problem


def written(path: Loc) -> str:
    """`rules[0].match.host`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def problem_of(details: ErrorDetails, document: Document, path: Loc) -> str:
    match details["type"]:
        case "extra_forbidden":
            valid = fields_at(document, path[:-1])
            return f"unknown field{nearest(str(path[-1]), valid)}; there are {', '.join(valid)}"
        case "missing":
            return "is needed"
        case "literal_error":
            expected = details["ctx"]["expected"]
            near = nearest(str(details["input"]), re.findall("'([^']*)'", expected))
            return f"{shown(details)} is not one of {expected}{near}"
        case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
            return f"{shown(details)} is refused: a table is needed"
        case "value_error":
            return details["msg"].removeprefix("Value error, ")
        case "string_pattern_mismatch":
            return f"{shown(details)} is refused: letters, digits and . _ - are, the first a letter or digit"
        case _:
            message = details["msg"].replace("Input should", "it must")
            return f"{shown(details)} is refused: {message[0].lower()}{message[1:]}"


def shown(details: ErrorDetails) -> str:
    text = repr(plain(details["input"]))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def plain(value: Any) -> Any:
    """`value` without the types of a parser."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case bool() | None:
            return value
        case str() | int() | float():
            return next(kind(value) for kind in (str, int, float) if isinstance(value, kind))
        case _:
            return str(value)


def fields_at(document: Document, path: Loc) -> tuple[str, ...]:
    """The names that are valid in the table at `path`."""
    holder = document.at(document.path(path))
    if isinstance(holder, dict) and holder.get("type") in FAULTS:
        return tuple(fault_named(holder["type"]).model_fields)
    return tuple(dict.fromkeys(names(schema(), path)))


@cache
def schema() -> Mapping[str, Any]:
    return Experiment.model_json_schema()


def names(here: Mapping[str, Any], path: Loc) -> Iterator[str]:
    """The properties of whatever the schema has at `path`."""
    if "$ref" in here:
        here = schema()["$defs"][here["$ref"].rpartition("/")[2]]
    for choice in (*here.get("anyOf", ()), *here.get("oneOf", ())):
        yield from names(choice, path)
    if not path:
        yield from here.get("properties", {})
    elif isinstance(path[0], int):
        if "items" in here:
            yield from names(here["items"], path[1:])
    elif path[0] in here.get("properties", {}):
        yield from names(here["properties"][path[0]], path[1:])
