"""All mutations by name. One is imported when somebody names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fakeai_proxy.core.errors import SettingsError, nearest
from fakeai_proxy.core.lazy import load

from .base import Mutation

MUTATIONS: Mapping[str, str] = {
    "headers": "headers.Headers",
    "status": "status.Status",
    "json_patch": "json_patch.JsonPatch",
    "jmespath": "jmespath.Jmespath",
    "add_fields": "add_fields.AddFields",
    "remove_fields": "remove_fields.RemoveFields",
    "unknown_value": "unknown_value.UnknownValue",
    "unknown_event": "unknown_event.UnknownEvent",
    "model": "model.Model",
    "usage": "usage.Usage",
    "text": "text.Text",
    "truncate": "truncate.Truncate",
    "finish_reason": "finish_reason.FinishReason",
    "drop_call": "drop_call.DropCall",
    "corrupt_call": "corrupt_call.CorruptCall",
    "perturb": "perturb.Perturb",
    "noise": "noise.Noise",
    "drop_events": "drop_events.DropEvents",
    "swap_events": "swap_events.SwapEvents",
    "pace": "pace.Pace",
}
"""Name in recipes and settings -> module and class below `mutations`."""
SHOWN = 60
"""Characters of a refused value that are repeated."""


def mutation_named(name: str) -> type[Mutation]:
    """The model of mutation `name`. Raises SettingsError with the nearest name where there is none."""
    if name not in MUTATIONS:
        valid = ", ".join(MUTATIONS)
        raise SettingsError(f"unknown mutation '{name}'{nearest(name, MUTATIONS)}; there are {valid}")
    found: type[Mutation] = load("fakeai_proxy.mutations", MUTATIONS[name])
    return found


def mutation_of(given: Mapping[str, Any]) -> Mutation:
    """The mutation that `given` describes by `type` and parameters. Raises SettingsError."""
    if "type" not in given:
        raise SettingsError(f"a mutation has a type; there are {', '.join(MUTATIONS)}")
    model = mutation_named(str(given["type"]))
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise SettingsError(f"{given['type']}: {refusal(error, model)}") from None


def refusal(error: ValidationError, model: type[Mutation]) -> str:
    """Field and problem of the first thing wrong with a mutation."""
    details = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in details["loc"])
    return f"{where}: {problem(details, model)}" if where else problem(details, model)


def problem(details: ErrorDetails, model: type[Mutation]) -> str:
    shown = repr(details["input"])
    match details["type"]:
        case "extra_forbidden":
            name, valid = str(details["loc"][-1]), [one for one in model.model_fields if one != "type"]
            return f"unknown parameter{nearest(name, valid)}; there are {', '.join(valid)}"
        case "missing":
            return "is needed"
        case "value_error":
            return details["msg"].removeprefix("Value error, ")
        case "literal_error":
            expected = details["ctx"]["expected"]
            near = nearest(str(details["input"]), re.findall("'([^']*)'", expected))
            return f"{shown[:SHOWN]} is not one of {expected}{near}"
        case _:
            return f"{shown[:SHOWN]} is refused: {details['msg'].replace('Input should', 'it must')}"
