"""What pydantic found wrong, said in one line: setting, where it came from, what would be valid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fakeai_proxy.core.errors import nearest

from .keys import Setting
from .layers import Given

SHOWN = 60
"""Characters of a refused value that a message repeats."""


def refusal(error: ValidationError, given: Sequence[Given], known: Mapping[str, Setting]) -> str:
    """One line about the first thing wrong."""
    details = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in details["loc"] if part != "[key]")
    origin = next((one.origin for one in reversed(given) if f"{key}.".startswith(f"{one.name}.")), "")
    place = f"{key} ({origin})" if origin else key
    return f"{place}: {_problem(details, known)}" if key else _words(details)


def _problem(details: ErrorDetails, known: Mapping[str, Setting]) -> str:
    match details["type"]:
        case "extra_forbidden":
            return "unknown setting" + nearest(str(details["loc"][-1]), _fields(details, known))
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
    """The valid names beside an unknown one: the fields of what a list setting holds."""
    item = get_args(known[str(details["loc"][0])].type)[0]
    return tuple(item.model_fields) if issubclass(item, BaseModel) else ()
