"""The answer is labelled as something it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import Block, Call, Edit, Object, Part
from .fault import PayloadFault

LESSER = {"claude": "claude-3-haiku-20240307", "": "gpt-3.5-turbo-0125"}
"""Beginning of the model's name -> the model that answers in its place."""


class Model(PayloadFault):
    """Another model than the one asked for has answered, and only `model` tells it."""

    type: Literal["payload.model"] = "payload.model"
    name: str | None = Field(
        default=None, min_length=1, max_length=256, description="The model; by default a lesser one."
    )

    def edit(self, hit: Hit) -> Edit:
        return Renaming(lambda model: self.name or lesser(model))


def lesser(model: str) -> str:
    return next(name for start, name in LESSER.items() if model.startswith(start))


class Renaming(Edit):
    """Another name of the model."""

    def __init__(self, renamed: Callable[[str], str]) -> None:
        self._renamed = renamed

    def envelope(self, answer: Object) -> None:
        if isinstance(model := answer.get("model"), str) and model:
            answer["model"] = self._renamed(model)


class Unknown(PayloadFault):
    """The answer holds a value that the client's types do not know.

    finish   why the answer ends is a word that is in no documentation (in Responses: its status)
    role     the role is null
    part     a content part, or block, of an unknown type comes after the text
    """

    type: Literal["payload.unknown"] = "payload.unknown"
    mode: Literal["finish", "role", "part"] = Field(default="finish", description="Where it stands.")
    name: str | None = Field(
        default=None, min_length=1, max_length=256, description="The word; by default one of our own."
    )

    def edit(self, hit: Hit) -> Edit:
        match self.mode:
            case "finish":
                return OtherFinish(self.name or "thermal_limit")
            case "role":
                return NullRole()
            case "part":
                return OtherPart(self.name or "hologram")


class OtherFinish(Edit):
    def __init__(self, name: str) -> None:
        self._name = name

    def reason(self, choice: int, reason: str) -> str:
        return self._name


class NullRole(Edit):
    def speaker(self, message: Object) -> None:
        if "role" in message:
            message["role"] = None


class OtherPart(Edit):
    closes = True

    def __init__(self, name: str) -> None:
        self._name = name

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Part({"type": self._name, self._name: {"format": 1}}), *calls]
