"""What a fault makes of an answer, in words that all API families share.

text, text, ... rest ─► closing (calls and what is added) ─► reason ─► usage
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from pydantic_core import from_json

Object = dict[str, Any]

TEXT, REASONING, REFUSAL, CALL, OTHER = "text", "reasoning", "refusal", "call", "other"
"""Kinds of blocks that answers are made of."""
STOP, LENGTH, CALLS, FILTER, REFUSED = "stop", "length", "calls", "filter", "refused"
REASONS = (STOP, LENGTH, CALLS, FILTER, REFUSED)
"""Why an answer ends; any other reason is written as it is."""


class Place(NamedTuple):
    """Where a text stands."""

    choice: int = 0
    block: Hashable = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A complete call of a tool."""

    id: str | None
    name: str
    arguments: str
    """JSON, or what should be; of a custom tool its input."""
    custom: bool = False
    pieces: int = 1
    """How many pieces the arguments stream in."""
    rest: Object = field(default_factory=dict)
    """Fields that only the API family knows, as they came."""

    @property
    def value(self) -> Any:
        """The arguments, parsed; None where they are no JSON."""
        try:
            return from_json(self.arguments)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Said:
    """A whole text of kind TEXT, REASONING or REFUSAL."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A content part as it is on the wire."""

    value: Object


Block = Call | Said | Part

NO_CALL = "the answer had no tool call"


class Edit:
    """The answer as it is. Faults override what they change; one edit serves one reply."""

    unmet: ClassVar[str] = "the answer held nothing that it changes"
    """Why it left a reply as it was."""
    closes: ClassVar[bool] = False
    """`closing` is asked: calls are held back until the answer is complete."""

    def envelope(self, answer: Object) -> None:
        """Change, in place, the object that tells id and model; of a stream the one in each event."""

    def speaker(self, message: Object) -> None:
        """Change, in place, an object that tells the role."""

    def keeps(self, kind: str) -> bool:
        """Whether blocks of `kind` stay in the answer."""
        return True

    def text(self, place: Place, piece: str) -> str:
        """What stands in place of a piece of text."""
        return piece

    def rest(self, place: Place) -> Iterable[str]:
        """Pieces that follow the last piece of a text."""
        return ()

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        """What stands in place of all calls of a choice, at its end."""
        return calls

    def reason(self, choice: int, reason: str) -> str:
        """Why the choice ends; asked last of a choice."""
        return reason

    def usage(self, holder: Object) -> None:
        """Change, in place, the object whose `usage` is the account."""

    def vectors(self, answer: Object) -> None:
        """Change, in place, a list of embeddings."""


def cut(text: str, pieces: int) -> list[str]:
    """`text` in at most `pieces` pieces of about one length, none of them empty."""
    size = -(-len(text) // max(pieces, 1))
    return [text[start : start + size] for start in range(0, len(text), size)] if text else []
