"""Events in forms that the format allows, and that few parsers have met."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.sse import BOM, LINE_END
from fakeai_proxy.core.steps import Data, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent, finishes, is_done, tells_usage
from fakeai_proxy.faults.held import NOW

Style = Literal["bom", "crlf", "cr", "no_space", "multi_line", "unterminated"]
SPACE = re.compile(rb"^(\w+:) ", re.MULTILINE)
BLANK = re.compile(rb"(?:\r\n|\r|\n)\Z")


class Format(ReplyFault):
    """The stream says the same, written in another way.

    - a byte order mark in front: `{type: stream.format, style: bom}`
    - lines that end in CR LF, or in CR: `style: crlf`, `style: cr`
    - `data:{...}` without the blank after the colon: `style: no_space`
    - one event on several `data:` lines: `style: multi_line`
    - the last event without its blank line, so that parsers may not deliver it: `style: unterminated`; behind
      `{type: stream.drop, kind: done}` that is the one with the finish reason
    """

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True
    resizes: ClassVar[bool] = True

    type: Literal["stream.format"] = "stream.format"
    style: Style = Field(description="How it is written.")

    def start(self, hit: Hit) -> Transform:
        match self.style:
            case "bom":
                return Marking()
            case "unterminated":
                return Unterminated()
            case style:
                return Restyled(STYLES[style])


class Marking:
    """The mark, at its moment."""

    def feed(self, step: Step) -> Iterable[Step]:
        return (Data(BOM.encode()),) if step is NOW else (step,)

    def close(self) -> None:
        """Nothing is held."""


class Restyled(Editing):
    """Every event in the style that `write` writes."""

    edits: ClassVar[tuple[Literal["stream", "json"], ...]] = ("stream",)

    def __init__(self, write: Callable[[WireEvent], bytes]) -> None:
        super().__init__()
        self._write = write

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (self._write(event),)


class Unterminated(Editing):
    """Keeps the blank line of an event that may be the last until another one follows."""

    edits: ClassVar[tuple[Literal["stream", "json"], ...]] = ("stream",)

    def __init__(self) -> None:
        super().__init__()
        self._blank = b""

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        owed, self._blank = self._blank, b""
        blank = BLANK.search(event.raw)
        if blank and (finishes(event) or is_done(event) or tells_usage(event)):
            self._blank = blank[0]
            return (owed, event.raw[: blank.start()])
        return (owed, event)


def multi_line(event: WireEvent) -> bytes:
    """A line for each member of the JSON; other data is one line whatever it is."""
    if event.value is None:
        return event.raw
    text = json.dumps(event.value, indent=0, ensure_ascii=False)
    return event.saying(text.encode("utf-8", "surrogatepass"))


STYLES: Mapping[str, Callable[[WireEvent], bytes]] = {
    "crlf": lambda event: LINE_END.sub(b"\r\n", event.raw),
    "cr": lambda event: LINE_END.sub(b"\r", event.raw),
    "no_space": lambda event: SPACE.sub(rb"\1", event.raw),
    "multi_line": multi_line,
}
