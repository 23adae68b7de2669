"""What pydantic found wrong, said in one line: setting, where it came from, what would be valid."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fakeai_proxy.core.errors import nearest

from .keys import Setting, without_none
from .layers import Given

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
"""What pydantic calls a name that a model, or a dataclass, has not."""
SHOWN = 60
"""Characters of a refused value that a message repeats."""


def refusal(error: ValidationError, given: Sequence[Given], known: Mapping[str, Setting]) -> str:
    """One line about the first thing wrong; about a misspelt name before that of the one missing for it."""
    errors = error.errors(include_url=False)
    details = next((each for each in errors if each["type"] in UNKNOWN), errors[0])
    where = [str(part) for part in details["loc"] if part != "[key]"]
    key = ".".join(where)
    origin = next((one.origin for one in reversed(given) if f"{key}.".startswith(f"{one.name}.")), "")
    place = _written(where, known) + (f" ({origin})" if origin else "")
    return f"{place}: {_problem(details, known)}" if key else _words(details)


def _written(where: Sequence[str], known: Mapping[str, Setting]) -> str:
    """The key as a TOML file has it: the name of a table of tables is the user's, and quoted."""
    if len(where) > 1 and where[0] in known and known[where[0]].tables:
        where = [where[0], json.dumps(where[1]), *where[2:]]
    return ".".join(where)


def _problem(details: ErrorDetails, known: Mapping[str, Setting]) -> str:
    match details["type"]:
        case kind if kind in UNKNOWN:
            valid = _fields(details, known)
            near = nearest(str(details["loc"][-1]), valid) or (
                f"; there are {', '.join(valid)}" * bool(valid)
            )
            return f"unknown setting{near}"
        case "model_type" | "dataclass_type":
            return f"{_shown(details)} is refused: it must be a table, FIELD = VALUE"
        case "tuple_type":
            alone = details["input"]
            short = isinstance(alone, str) and len(alone) <= SHOWN
            meant = f"[{json.dumps(alone)}]" if short else "[VALUE, ...]"
            return f"{_shown(details)} is refused: it must be a list, {meant}"
        case "value_error" | "missing":
            return _words(details)
        case "literal_error":
            expected = details["ctx"]["expected"]
            near = nearest(str(details["input"]), re.findall("'([^']*)'", expected))
            return f"{_shown(details)} is not one of {expected}{near}"
        case _:
            return f"{_shown(details)} is refused: {_words(details)}"


def _words(details: ErrorDetails) -> str:
    message = details["msg"].removeprefix("Value error, ").replace("Input should", "it must")
    return message[0].lower() + message[1:]


def _shown(details: ErrorDetails) -> str:
    shown = repr(details["input"])
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}..."


def _fields(details: ErrorDetails, known: Mapping[str, Setting]) -> Sequence[str]:
    """The valid names beside an unknown one: the fields of the table that holds it."""
    holder: object = known[str(details["loc"][0])].item
    for part in details["loc"][2:-1]:
        holder = without_none(get_type_hints(holder).get(str(part)))
    if isinstance(holder, type) and issubclass(holder, BaseModel):
        return tuple(holder.model_fields)
    return tuple(field.name for field in fields(holder)) if is_dataclass(holder) else ()
