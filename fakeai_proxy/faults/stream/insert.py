"""Something is sent that the provider did not say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from fakeai_proxy.core.sse import encode
from fakeai_proxy.core.steps import Data, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.events import Framer, WireEvent, dump, says_output
from fakeai_proxy.faults.held import NOW
from fakeai_proxy.faults.when import When

What = Literal["unknown", "empty_choices", "repeat", "comment", "ping", "empty", "huge", "custom"]
CATEGORIES = ("hate", "self_harm", "sexual", "violence")
SAFE = {name: {"filtered": False, "severity": "safe"} for name in CATEGORIES}
PREAMBLE = {
    "id": "",
    "choices": [],
    "created": 0,
    "model": "",
    "object": "",
    "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": SAFE}],
}
"""The first event of a stream of Azure (observed)."""
NOTICE = {"type": "notice", "object": "notice", "message": "An event of a kind that is not known."}


class Insert(ReplyFault):
    """An event, or a comment, that does not belong there.

    - of a kind nobody knows: `{type: stream.insert, what: unknown}`
    - Azure's first chunk without choices: `{type: stream.insert, what: empty_choices}` `when: {at: headers}`
    - data after `[DONE]`: `{type: stream.insert, what: repeat}` with `when: {at: end}`
    - a line of a megabyte: `{type: stream.insert, what: huge, kib: 1024}`
    - your own: `{type: stream.insert, what: custom, name: warning, data: '{"code": 1}'}`
    """

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True
    resizes: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=1)

    type: Literal["stream.insert"] = "stream.insert"
    what: What = Field(
        description="An event of a kind nobody knows (unknown), a chunk without choices (empty_choices), the "
        "last piece of the answer again (repeat), a keep-alive (comment), Anthropic's ping (ping), an event "
        "without data (empty), one on a very long line (huge), or `name` and `data` (custom)."
    )
    kib: int = Field(default=64, ge=1, le=65_536, description="Length of a huge one, in 1024 bytes.")
    name: str = Field(default="", pattern=r"^[^\r\n]*$", description="Of a custom one, its event name.")
    data: str | None = Field(default=None, description="Of a custom one.")

    @model_validator(mode="after")
    def _custom_has_data(self) -> Insert:
        if (self.what == "custom") != (self.data is not None):
            raise ValueError("data is given with what: custom, and with nothing else")
        return self

    def start(self, hit: Hit) -> Transform:
        return Inserting(self)

    def made(self, last: bytes) -> bytes:
        """The bytes that are sent; `last` is the last event with a piece of the answer."""
        match self.what:
            case "custom":
                return encode((self.data or "").encode("utf-8", "surrogatepass"), self.name)
            case "repeat":
                return last
            case "huge":
                return encode(dump(NOTICE | {"padding": "x" * (self.kib * 1024)}))
            case fixed:
                return FIXED[fixed]


FIXED = {
    "unknown": encode(dump(NOTICE), "notice"),
    "empty_choices": encode(dump(PREAMBLE)),
    "comment": b": keep-alive\n\n",
    "ping": b'event: ping\ndata: {"type": "ping"}\n\n',
    "empty": b"data:\n\n",
}


class Inserting:
    """Remembers the last piece of the answer, and says at its moment what it has to say."""

    def __init__(self, insert: Insert) -> None:
        self._insert, self._framer, self._last = insert, Framer(), b""

    def watch(self, step: Step) -> None:
        for piece in self._framer.feed(step.body) if isinstance(step, Data) else ():
            if isinstance(piece, WireEvent) and says_output(piece):
                self._last = piece.raw

    def feed(self, step: Step) -> Iterable[Step]:
        return (Data(self._insert.made(self._last)),) if step is NOW else (step,)

    def close(self) -> None:
        """Nothing is held."""
