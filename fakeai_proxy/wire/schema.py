"""JSON Schema as far as its form goes: keywords that hold schemas hold schemas."""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed

KEYWORDS: ConfigDict = {**STRICT, "extra": "allow"}


@with_config(KEYWORDS)
class Schema(TypedDict, total=False):
    """https://json-schema.org/draft/2020-12; keywords not named here pass unread."""

    type: str | Listed[str]
    description: str | None
    enum: Listed[Any]
    required: Listed[str] | None
    properties: dict[str, Subschema] | None
    items: Subschema
    anyOf: Filled[Subschema]
    oneOf: Filled[Subschema]
    allOf: Filled[Subschema]


Subschema: TypeAlias = Schema | bool
