"""Bodies against the types of the openai SDK: nothing coerced, nothing missing, nothing beside them."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


def typed(model: type[T], content: Any, *beside: str) -> T:
    """`content` as `model`; the fields named `beside` may be unknown to the SDK installed."""
    value = model.model_validate_json(json.dumps(content), strict=True)
    assert set(extras(value)) <= set(beside)
    return value


def extras(value: Any) -> list[str]:
    """The names of all fields, however deep, that the types do not have."""
    if isinstance(value, list):
        return [name for item in value for name in extras(item)]
    if not isinstance(value, BaseModel):
        return []
    known = [name for field in type(value).model_fields for name in extras(getattr(value, field))]
    return [*(value.model_extra or {}), *known]
