"""The JSON body of a control call, as a model; what is wrong with it is a 400 that names the field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from fakeai_proxy.core.errors import ApiError, nearest

from .asked import Asked


class Body(BaseModel):
    """What a control call is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


UNKNOWN = "extra_forbidden"
"""What pydantic calls a field that is none."""
Told = TypeVar("Told", bound=Body)


def body_of(asked: Asked, kind: type[Told]) -> Told:
    """Raises ApiError 400."""
    try:
        return kind.model_validate_json(asked.request.body or b"{}")
    except ValidationError as error:
        # A name that is not there may be why another is missing.
        first = min(error.errors(), key=lambda one: one["type"] != UNKNOWN)
        name = ".".join(map(str, first["loc"]))
        if first["type"] == UNKNOWN:
            valid = f"there are {', '.join(kind.model_fields)}"
            raise ApiError(
                400, f"{name}: unknown field{nearest(name, kind.model_fields)}; {valid}.", param=name
            ) from None
        raise ApiError(400, f"{name or 'body'}: {first['msg']}.", param=name or None) from None
