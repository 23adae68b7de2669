"""Edits of what a JMESPath expression leads to."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from fakeai_proxy.faults.base import Hit

from . import pointer
from .places import addressing, look, places
from .values import ValueMutation


class Jmespath(ValueMutation):
    """What a JMESPath expression leads to is set, taken away, or multiplied.

    `{type: jmespath, at: "choices[?finish_reason=='stop'].message.content", set: Hello}`. `set` also puts a
    last field where there is none. In a stream the expression is asked of each event. What follows from what
    was changed, such as the usage of another text, is for further mutations to say.
    """

    example: ClassVar[Mapping[str, Any]] = {"at": "choices[].logprobs", "remove": True}

    type: Literal["jmespath"] = "jmespath"
    at: Annotated[str, AfterValidator(addressing)] = Field(description="The expression.")
    set: Any = Field(default=None, description="What stands there instead.")
    remove: bool = Field(default=False, description="It goes: a member of an object or of a list.")
    scale: float | None = Field(
        default=None, ge=-1e9, le=1e9, description="Numbers there times this; whole ones stay whole."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if ("set" in self.model_fields_set) + self.remove + (self.scale is not None) != 1:
            raise ValueError("exactly one of set, remove and scale is needed")
        return self

    def changed(self, value: Any, hit: Hit) -> Any:
        for place in reversed(places(self.at, value)):  # from the end, so that indices stay true
            value = self._changed(value, place)
        return value

    def _changed(self, value: Any, place: pointer.Pointer) -> Any:
        if "set" in self.model_fields_set:
            there = not place or isinstance(place[-1], int)
            put = pointer.replace if there else pointer.put
            return put(value, place, deepcopy(self.set))
        found = look(value, place)
        if self.scale is not None:
            return pointer.replace(value, place, scaled(found, self.scale)) if found is not None else value
        if place and pointer.holds(value, place):
            pointer.take(value, place)
        return value


def scaled(found: Any, factor: float) -> Any:
    match found:
        case bool():
            return found
        case int():
            return round(found * factor)
        case float():
            return found * factor
        case _:
            return found
