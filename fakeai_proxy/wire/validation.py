"""A request body that does not fit its model, refused in OpenAI's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, to_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head

from .base import RequestModel
from .wording import EXPECTED, Path, value_refused, wrong_type

M = TypeVar("M", bound=RequestModel)

MOST = 20
"""Errors that are told of one body."""
UNIONS = ("str", "int", "float", "bool")
"""What pydantic calls members of a union that have no tag."""
TAGS = ("union_tag_invalid", "union_tag_not_found")


def validate(model: type[M], body: Any, *, strict: bool) -> M:
    """`body` as `model`. Raises ApiError 400 naming the parameter; `strict` refuses unknown ones too."""
    try:
        valid = model.model_validate(body)
    except ValidationError as error:
        raise REFUSALS[model.wording](error.errors(include_url=False), body) from None
    if model.closed and (name := model.unknown(body)) is not None:
        raise ApiError(400, f"{name}: Extra inputs are not permitted")
    if strict and (name := model.unknown(body)) is not None:
        raise ApiError(400, f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    return valid


def refusal(details: Sequence[ErrorDetails], body: Any) -> ApiError:
    """Of the errors of the first bad parameter the one that got furthest, as OpenAI would word it.

    A union fails with the errors of all its members. The member meant is the one of whose list only the
    length is wrong, else the one whose error lies deepest; if several fail at the same place, that place has
    the wrong type.
    """
    first = [detail for detail in details if detail["loc"][:1] == details[0]["loc"][:1]]
    if long := next((detail for detail in first if detail["type"] == "too_long"), None):
        return value_refused(path_of(long, body), long)
    paths = [path_of(detail, body) for detail in first]
    path = max(paths, key=len)
    same = [detail for detail, other in zip(first, paths, strict=True) if other == path]
    values = [detail for detail in same if detail["type"] not in EXPECTED and detail["type"] != "list_type"]
    return value_refused(path, values[0]) if values else wrong_type(path, same)


def plain_refusal(details: Sequence[ErrorDetails], body: Any) -> ApiError:
    """The same as `messages.0.role: Input should be ...`, with the types of blocks in the path."""
    first = [detail for detail in details if detail["loc"][:1] == details[0]["loc"][:1]]
    detail = max(first, key=lambda one: len(path_of(one, body)))
    steps = [str(step) for step in detail["loc"] if isinstance(step, int) or step.isidentifier()]
    if steps and steps[-1] in UNIONS:
        steps.pop()
    said = detail["msg"].replace("kind_of()", "'type'")
    if detail["type"] == "union_tag_not_found":
        steps, said = [*steps, "type"], "Field required"
    return ApiError(400, f"{'.'.join(steps)}: {said}" if steps else said)


def listed_refusal(details: Sequence[ErrorDetails], body: Any) -> ApiError:
    """All that is wrong, as FastAPI has it: 422."""
    told = [{"type": one["type"], "loc": ["body", *one["loc"]], "msg": one["msg"]} for one in details[:MOST]]
    content = to_json({"detail": told}, bytes_mode="utf8")
    fixed = (("content-type", "application/json"), ("content-length", str(len(content))))
    steps = (Head(422, fixed), Data(content), End())
    return ApiError(422, plain_refusal(details, body).message, steps=steps)


REFUSALS = {"openai": refusal, "anthropic": plain_refusal, "fastapi": listed_refusal}


def path_of(detail: ErrorDetails, body: Any) -> Path:
    """Where in `body` the error is: pydantic's location without the names of union members."""
    path: list[str | int] = []
    at: Any = body
    for step in detail["loc"]:
        if step in at if isinstance(at, dict) else isinstance(at, list) and isinstance(step, int):
            at = at[step]
            path.append(step)
    if detail["type"] == "missing":
        path.append(detail["loc"][-1])
    elif detail["type"] in TAGS:
        path.append(detail["ctx"]["discriminator"].strip("'"))
    return tuple(path)
