"""JSON Patch (RFC 6902)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from fakeai_proxy.faults.base import Hit

from . import pointer
from .values import ValueMutation

VALUED, MOVED = ("add", "replace", "test"), ("move", "copy")


def checked(text: str) -> str:
    pointer.parsed(text)
    return text


Path = Annotated[str, AfterValidator(checked)]


class Operation(BaseModel):
    """One step of a patch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: Path = Field(description="JSON pointer, such as /choices/0/message/content.")
    value: Any = Field(default=None, description="Of add, replace and test.")
    source: Path | None = Field(default=None, alias="from", description="Of move and copy.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if ("value" in self.model_fields_set) != (self.op in VALUED):
            raise ValueError(f"value is given with {', '.join(VALUED)}, and with nothing else")
        if (self.source is not None) != (self.op in MOVED):
            raise ValueError(f"from is given with {' and '.join(MOVED)}, and with nothing else")
        return self


class JsonPatch(ValueMutation):
    """The JSON of the reply is patched: `{type: json_patch, patch: [{op: replace, path: /model, value: m}]}`.

    As RFC 6902 has it, all steps or none: where one of them does not fit, as `test` may see to, the JSON
    stays as it is. In a stream each event is a document of its own. What follows from what was changed, such
    as the usage of another text, is the patch's to say.
    """

    example: ClassVar[Mapping[str, Any]] = {"patch": [{"op": "add", "path": "/x_added", "value": [1]}]}

    type: Literal["json_patch"] = "json_patch"
    patch: tuple[Operation, ...] = Field(min_length=1, max_length=1000, description="The steps, in order.")

    def changed(self, value: Any, hit: Hit) -> Any:
        patched = deepcopy(value)
        try:
            for step in self.patch:
                patched = done(patched, step)
        except LookupError:
            return value
        return patched


def done(value: Any, step: Operation) -> Any:
    """`value` after one step. Raises LookupError where it does not fit."""
    path = pointer.parsed(step.path)
    match step.op:
        case "add":
            return pointer.put(value, path, deepcopy(step.value))
        case "remove":
            pointer.take(value, path)
            return value
        case "replace":
            return pointer.replace(value, path, deepcopy(step.value))
        case "test":
            if not same(pointer.at(value, path), step.value):
                raise LookupError(step.path)
            return value
    source = pointer.parsed(step.source or "")
    if step.op == "copy":
        return pointer.put(value, path, deepcopy(pointer.at(value, source)))
    if path[: len(source)] == source and path != source:
        raise LookupError(step.path)  # a value cannot be moved into itself
    return value if path == source else pointer.put(value, path, pointer.take(value, source))


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
