"""How an API family says what an edit speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from fakeai_proxy.faults.payload.edit import CALL, REASONS, Block, Call, Edit, Object, Place, Said
from fakeai_proxy.faults.payload.ledger import Ledger

Named = tuple[str, Object]
"""An event by name and value; the name is empty where the family gives none."""


class Family:
    """Edits one reply. Subclasses say how: `Whole` and `Streamed`."""

    reasons: ClassVar[Mapping[str, str]]
    """Why an answer ends, in our words -> in those of the family."""

    def __init__(self, edit: Edit) -> None:
        self.edit, self.ledger = edit, Ledger()

    def piece(self, place: Place, text: str) -> str:
        """A piece of a text, edited."""
        after = self.edit.text(place, text)
        self.ledger.exchanged(place, text, after)
        return after

    def rest(self, place: Place) -> Iterator[str]:
        """The pieces after the last one of a text."""
        for piece in self.edit.rest(place):
            if piece:
                self.ledger.exchanged(place, "", piece)
                yield piece

    def whole(self, place: Place, text: str) -> str:
        """A text that comes in one piece, edited."""
        return "".join((self.piece(place, text), *self.rest(place)))

    def dropped(self, kind: str, place: Place, text: str) -> bool:
        """Whether a block, of which this is text, is left out."""
        if self.edit.keeps(kind):
            return False
        self.ledger.exchanged((kind, place), text, "")
        return True

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        """What ends `choice`, in place of its calls."""
        blocks = self.edit.closing(choice, calls)
        for number, call in enumerate(calls):
            self.ledger.exchanged((CALL, choice, number), call.arguments, "")
        for number, block in enumerate(blocks):
            self.ledger.exchanged((CALL, choice, number), "", said_in(block))
        return blocks

    def account(self, holder: Object) -> None:
        """Correct the account in `holder`, and edit it."""
        self.ledger.settle(holder)
        self.edit.usage(holder)

    def conclude(self, choice: int, holder: Object, name: str) -> None:
        """Edit why `choice` ends, which is `name` of `holder`."""
        told = text_of(holder.get(name))
        if (after := self.reason(choice, told)) != told:
            holder[name] = after

    def reason(self, choice: int, told: str) -> str:
        """Why `choice` ends, in the words of the family; as it came where the family has none for it."""
        ours = next((ours for ours, theirs in self.reasons.items() if theirs == told), told)
        after = self.edit.reason(choice, ours)
        if after == ours:
            return told
        return self.reasons.get(after, told) if after in REASONS else after


class Whole(Family):
    """Of an answer that comes as one object."""

    def body(self, answer: Object) -> None:
        """Edit `answer` in place."""
        raise NotImplementedError


class Streamed(Family):
    """Of an answer that comes as events."""

    def event(self, name: str, value: Object) -> Iterable[Named]:
        """The events that take the place of one; `value` may be changed."""
        raise NotImplementedError

    def finish(self) -> Iterable[Named]:
        """What is still held back when the stream ends before the answer does."""
        return ()


def said_in(block: Block) -> str:
    """The text of a block that costs tokens."""
    match block:
        case Call():
            return block.arguments
        case Said():
            return block.text
    return ""


def objects(value: Any) -> list[Object]:
    """The objects in a list, whatever else `value` may be."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def object_of(value: Any) -> Object:
    """`value`, or an empty object in place of anything else."""
    return value if isinstance(value, dict) else {}


def text_of(value: Any) -> str:
    """`value`, or no text in place of anything else."""
    return value if isinstance(value, str) else ""
