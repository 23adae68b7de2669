"""The reply ends before it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from fakeai_proxy.core.steps import Abort, End, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.when import When


class Cut(ReplyFault):
    """The connection closes in the middle of the reply: FIN on HTTP/1.1, RST_STREAM on HTTP/2.

    - after whole events: `{type: stream.cut}` with `when: {after_events: 3}`
    - inside an event, and inside a character: `when: {after_bytes: 517}`
    - all bytes are sent, but not the end of the message: `when: {at: end}`
    """

    timed: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.cut"] = "stream.cut"

    def start(self, hit: Hit) -> Transform:
        return Ending(Abort("close"))


class Reset(ReplyFault):
    """The connection is reset in the middle of the reply: RST of TCP, for all that it carries.

    `{type: stream.reset}` with `when: {after_events: 3}`, `{after_bytes: 517}` or `{after_ms: 800}`
    """

    timed: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.reset"] = "stream.reset"

    def start(self, hit: Hit) -> Transform:
        return Ending(Abort("reset"))


class CleanEnd(ReplyFault):
    """The reply ends politely before it is complete, with nothing that tells it from a complete one.

    - in the middle of a sentence, without finish reason: `{type: stream.end}` with `when: {after_tokens: 20}`
    - without `[DONE]`, `message_stop` or `response.completed`: `when: {at: done}`
    - without finish reason too: `when: {at: finish}`
    """

    timed: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)
    resizes: ClassVar[bool] = True

    type: Literal["stream.end"] = "stream.end"

    def start(self, hit: Hit) -> Transform:
        return Ending(End())


class Ending:
    """The last step of the reply, at its moment."""

    def __init__(self, last: Step) -> None:
        self._last = last

    def feed(self, step: Step) -> Iterable[Step]:
        return (self._last,)

    def close(self) -> None:
        """Nothing is held."""
