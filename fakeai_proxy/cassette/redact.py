"""Takes credentials out of texts and puts numbered placeholders in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from .shapes import PARAMETER, SHAPES, suspicious

POLICY = "keys@1"
"""Names this set of rules in every recording made with it."""
MARK = "«secret:".encode()
WINDOW = 256 * 1024
"""Bytes scanned at a stretch: `re` holds the interpreter lock meanwhile."""
OVERLAP = 8 * 1024
"""Longer than any credential."""
DISTINCT_FROM = 2048
CONTEXT = 16
"""Bytes before a stretch, to see whether it begins inside a word."""


class Span(NamedTuple):
    """One secret in a text, by byte offsets."""

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


class Redactor:
    """Of one interaction: the same secret has the same placeholder everywhere in it.

    `known` are secrets by value, whatever they look like.
    """

    def __init__(self, known: Iterable[bytes] = ()) -> None:
        self._known: dict[bytes, None] = {}
        self.learn(known)
        self._names: dict[bytes, bytes] = {}
        self._numbers: dict[str, int] = {}
        self.found: dict[tuple[str, str], int] = {}
        """How often, by (place, placeholder). Never the value."""

    def learn(self, known: Iterable[bytes]) -> bool:
        """Search for these values too, from now on. Whether any was new."""
        before = len(self._known)
        for secret in known:
            self._known[secret] = None
            if not secret.replace(b"-", b"").replace(b"_", b"").isalnum():
                self._known[quote(secret, safe="").encode()] = None
        return len(self._known) > before

    def redact(self, text: bytes, place: str) -> bytes:
        """`text` without secrets."""
        return apply(text, self.edits(text, place))

    def redact_text(self, text: str, place: str) -> str:
        """`redact` for a text that may hold undecodable bytes."""
        if not text:
            return text
        return self.redact(text.encode("utf-8", "surrogateescape"), place).decode("utf-8", "replace")

    def redact_parameters(self, text: bytes, place: str) -> bytes:
        """`redact` for a query or a form body, where `key=...` is known by its name too."""
        if b"=" not in text:
            return self.redact(text, place)
        named = [Span(*hit.span(1), "parameter") for hit in PARAMETER.finditer(text) if MARK not in hit[1]]
        spans = _merged([*self.spans(text), *named])
        return apply(text, self._named(text, spans, place))

    def edits(self, text: bytes, place: str) -> list[Edit]:
        """What `redact` would change, in order, without overlaps."""
        spans = self.spans(text)
        return self._named(text, spans, place) if spans else []

    def spans(self, text: bytes) -> list[Span]:
        """Where the secrets of `text` are, in order, without overlaps."""
        spans: list[Span] = []
        for at in range(0, len(text), WINDOW):
            begin = max(at - CONTEXT, 0)
            window = text if len(text) <= WINDOW else text[begin : at + WINDOW + OVERLAP]
            spans += [span.after(begin) for span in self._scan(window)]
        return _merged(spans) if spans else spans

    def placeholder(self, secret: bytes, kind: str, place: str) -> bytes:
        """The name of `secret`, the same each time; counted under `place`."""
        name = self._names.get(secret)
        if name is None:
            number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
            name = self._names[secret] = f"«secret:{kind}:{number}»".encode()
        where = place, name.decode()
        self.found[where] = self.found.get(where, 0) + 1
        return name

    def _named(self, text: bytes, spans: list[Span], place: str) -> list[Edit]:
        return [Edit(a, b, self.placeholder(text[a:b], kind, place)) for a, b, kind in spans]

    def _scan(self, text: bytes) -> list[Span]:
        sample = _distinct(text)
        spans = [*_shaped(text)] if suspicious(sample) else []
        for literal in self._known:
            if literal in sample:
                spans += [Span(*hit.span(), "credential") for hit in re.finditer(re.escape(literal), text)]
        return [span for span in spans if MARK not in text[span.start : span.end]] if spans else spans


def _distinct(text: bytes) -> bytes:
    """What stands between quotes, each once: the events of a stream repeat most of it."""
    if len(text) < DISTINCT_FROM:
        return text
    return b'"'.join((*dict.fromkeys(text.split(b'"')), b""))


def _shaped(text: bytes) -> Iterator[Span]:
    lower = text.lower()
    for shape in SHAPES:
        where = lower if shape.folded else text
        if any(literal in where for literal in shape.literals):
            for start, end in shape.hits(text):
                yield Span(start, end, shape.kind)


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


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
