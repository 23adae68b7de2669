"""Places in a text, by byte offsets, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """One secret in a text."""

    start: int
    end: int
    kind: str

    def after(self, offset: int) -> Span:
        """The same span in a text that is preceded by `offset` bytes."""
        return Span(self.start + offset, self.end + offset, self.kind) if offset else self


class Edit(NamedTuple):
    """Bytes `start` to `end` of a text become `text`."""

    start: int
    end: int
    text: bytes


BY_PLACE = frozenset(
    ("assigned", "basic_credentials", "bearer_token", "credential", "member", "parameter", "url_password")
)
"""Kinds that tell where a secret stood, not what it is."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order; those that overlap are one, of the kind of the first, of two equal ones of what it is."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.kind in BY_PLACE)):
        if found and span.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def apply(text: bytes, edits: Sequence[Edit]) -> bytes:
    """`text` after `edits`, which are in order and do not overlap."""
    if not edits:
        return text
    parts, at = list[bytes](), 0
    for start, end, replacement in edits:
        parts += (text[at:start], replacement)
        at = end
    return b"".join((*parts, text[at:]))


def moved(offsets: Iterable[int], edits: Iterable[Edit]) -> Iterator[int]:
    """Where ascending `offsets` of a text are after `edits`; one inside an edit moves to its end."""
    pending = iter(edits)
    edit = next(pending, None)
    shift = floor = 0
    for offset in offsets:
        while edit is not None and edit.start < offset:
            shift += len(edit.text) - (edit.end - edit.start)
            floor = edit.end + shift
            edit = next(pending, None)
        yield max(offset + shift, floor)
