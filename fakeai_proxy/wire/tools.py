"""Definitions of tools, as plain dicts after validation."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Object
from .schema import Schema

Name = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=64)]


@with_config(STRICT)
class Function(TypedDict):
    name: Name
    description: NotRequired[str | None]
    parameters: NotRequired[Schema | None]
    strict: NotRequired[bool | None]


@with_config(STRICT)
class Custom(TypedDict):
    name: Name
    description: NotRequired[str | None]
    format: NotRequired[dict[str, Any] | None]


@with_config(STRICT)
class FunctionTool(TypedDict):
    type: Literal["function"]
    function: Function


@with_config(STRICT)
class CustomTool(TypedDict):
    type: Literal["custom"]
    custom: Custom


Tool = Annotated[FunctionTool | CustomTool, Field(discriminator="type")]
ToolChoice = Literal["none", "auto", "required"] | Object
FunctionChoice = Literal["none", "auto"] | Object
