"""Answers that are decided whole, before anything of them is written."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from fakeai_proxy.core.steps import Wait


class ScriptedCall(NamedTuple):
    """A call of a tool."""

    name: str
    text: str
    """Its arguments as JSON, or its input."""
    custom: bool = False
    """It takes a text, and no JSON."""


class Script(NamedTuple):
    """All of one answer."""

    text: str = ""
    reasoning: str | None = None
    """None: as its model thinks; "": not at all."""
    calls: tuple[ScriptedCall, ...] = ()
    """Then there is no text."""
    refused: bool = False
    """The text is a refusal."""
    cut: bool = False
    """A limit has ended it already."""


class Question(NamedTuple):
    """What is to be answered."""

    path: str
    """`/chat/completions` or `/completions`."""
    body: Mapping[str, Any]
    """As the API has it, without the model and without what chooses the form of the answer."""
    model: str
    asked: str
    """What the user said last."""
    scope: str = ""
    """Of those who share what was answered already."""


Scripts = Generator[Wait, None, Sequence[Script] | str | None]
"""Waits until it is known, then returns one script or more, or the name of the generator that goes on.

None: the one that is chosen for the model does.
"""


class Source(Protocol):
    """Decides answers."""

    def answer(self, question: Question) -> Scripts:
        """The answers to `question`, of which there may be fewer than are wanted. Raises ApiError."""
