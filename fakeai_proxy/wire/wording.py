"""pydantic's errors in OpenAI's words: a table from error type to code and message."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from fakeai_proxy.core.errors import ApiError

Path = tuple[str | int, ...]
Words = Callable[[str, Any, dict[str, Any]], tuple[str, str]]
"""(parameter, value sent, pydantic's context) -> (code, message)."""

GOT = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a decimal number",
    list: "an array",
    dict: "an object",
    type(None): "null",
}
EXPECTED = {
    "string_type": "a string",
    "bool_type": "a boolean",
    "int_type": "an integer",
    "float_type": "a decimal",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "float_parsing": "a decimal",
    "bool_parsing": "a boolean",
    "is_instance_of": "a file",
}
ITEMS = dict.fromkeys(
    (
        *("stop", "prompt", "input", "modalities", "required", "type"),
        *("query", "file_ids", "vector_store_ids", "project_ids", "labels", "passing_labels"),
    ),
    "strings",
)
"""What a parameter is an array of, where not of objects."""
LONGEST = 200
"""Characters of a refused value that an error message repeats."""


def named(path: Path) -> str:
    """`messages[0].content`, as OpenAI writes it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def wrong_type(path: Path, details: Sequence[ErrorDetails]) -> ApiError:
    """Invalid type for 'stop': expected one of a string or array of strings, but got an integer instead."""
    param = named(path)
    nouns = list(dict.fromkeys(expected(path, detail) for detail in details))
    if len(nouns) > 1:
        nouns = [" or ".join((f"one of {nouns[0]}", *(re.sub("^an? ", "", noun) for noun in nouns[1:])))]
    where = f" for '{param}'" if param else ""
    got = GOT.get(type(details[0]["input"]), "a file")
    message = f"Invalid type{where}: expected {nouns[0]}, but got {got} instead."
    return ApiError(400, message, param=param or None, code="invalid_type")


def expected(path: Path, detail: ErrorDetails) -> str:
    """The noun of what should have been there."""
    if detail["type"] != "list_type":
        return EXPECTED[detail["type"]]
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"an array of {ITEMS.get(name, 'objects')}"


def value_refused(path: Path, detail: ErrorDetails) -> ApiError:
    """A value of the right type that is out of its bounds."""
    param = named(path)
    if path == ("model",) and detail["type"] in ("missing", "string_too_short"):
        return ApiError(400, "you must provide a model parameter")
    code, message = WORDS[detail["type"]](param, detail["input"], detail.get("ctx", {}))
    return ApiError(400, message, param=param, code=code)


def missing(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return "missing_required_parameter", f"Missing required parameter: '{param}'."


def above(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return bound(param, value, ctx["le"], "above_max_value", "above maximum", "<=")


def below(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return bound(param, value, ctx["ge"], "below_min_value", "below minimum", ">=")


def bound(param: str, value: Any, limit: float, code: str, side: str, sign: str) -> tuple[str, str]:
    kind = "decimal" if isinstance(limit, float) else "integer"
    shown = f"{limit:g}" if isinstance(limit, float) else limit
    return (
        f"{kind}_{code}",
        f"Invalid '{param}': {kind} {side} value. Expected a value {sign} {shown}, "
        f"but got {short(value)} instead.",
    )


def choice(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    """`literal_error` gives its values as `expected`, a tagged union as `expected_tags`."""
    names = re.findall(r"'[^']*'", ctx.get("expected") or ctx["expected_tags"])
    sent = ctx.get("tag", value)
    return "invalid_value", f"Invalid value: '{short(sent)}'. Supported values are: {listed(names)}."


def listed(names: Sequence[str]) -> str:
    """'a', 'b', and 'c'; with two, 'a' and 'b'."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def too_few(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return (
        "empty_array",
        f"Invalid '{param}': empty array. Expected an array with minimum length {ctx['min_length']}, "
        "but got an empty array instead.",
    )


def too_many(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    limit = ctx["max_length"]
    if isinstance(value, dict):
        return (
            "object_above_max_properties",
            f"Invalid '{param}': too many properties. Expected an object with at most {limit} properties, "
            f"but got an object with {len(value)} properties instead.",
        )
    return (
        "array_above_max_length",
        f"Invalid '{param}': array too long. Expected an array with maximum length {limit}, "
        f"but got an array with length {len(value)} instead.",
    )


def too_short(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return (
        "empty_string",
        f"Invalid '{param}': empty string. Expected a string with minimum length {ctx['min_length']}, "
        "but got an empty string instead.",
    )


def too_long(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return (
        "string_above_max_length",
        f"Invalid '{param}': string too long. Expected a string with maximum length {ctx['max_length']}, "
        f"but got a string with length {len(value)} instead.",
    )


def mismatch(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return (
        "invalid_value",
        f"Invalid '{param}': string does not match pattern. Expected a string that matches the pattern "
        f"'{ctx['pattern']}'.",
    )


def unknown(param: str, value: Any, ctx: dict[str, Any]) -> tuple[str, str]:
    return "unknown_parameter", f"Unknown parameter: '{param}'."


WORDS: dict[str, Words] = {
    "missing": missing,
    "extra_forbidden": unknown,
    "union_tag_not_found": missing,
    "union_tag_invalid": choice,
    "literal_error": choice,
    "greater_than_equal": below,
    "less_than_equal": above,
    "too_short": too_few,
    "too_long": too_many,
    "string_too_short": too_short,
    "string_too_long": too_long,
    "string_pattern_mismatch": mismatch,
}
