"""Takes secrets out of texts and puts numbered placeholders in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from .redaction import fields
from .redaction.blobs import around_blobs
from .redaction.placeholder import BARE, MARK, WORD, placeholder, unquoted
from .redaction.rules import Rules, default_rules
from .redaction.span import Edit, Span, apply, merged

WINDOW = 256 * 1024
"""Bytes scanned at a stretch: `re` holds the interpreter lock meanwhile."""
OVERLAP = 8 * 1024
"""Longer than any credential."""
MANY = 8
"""Known secrets from which on it pays to look at repeated text only once."""
CONTEXT = 64
"""Bytes before a stretch, to see whether it begins inside a word."""


class Redactor:
    """Of one interaction: the same secret has the same placeholder everywhere in it.

    `known` are secrets by value, whatever they look like. Placeholders of before stay as they are.
    """

    def __init__(self, known: Iterable[bytes] = (), rules: Rules | None = None) -> None:
        self.rules = rules or default_rules()
        self._known: dict[bytes, None] = {}
        self.learn(known)
        self.names: dict[bytes, bytes] = {}
        """Placeholders by secret. Never to be kept beyond the interaction."""
        self._numbers: dict[str, int] = {}

    def learn(self, known: Iterable[bytes]) -> bool:
        """Search for these values too, from now on. Whether any was new."""
        before = len(self._known)
        for secret in known:
            self._known[secret] = None
            if not secret.replace(b"-", b"").replace(b"_", b"").isalnum():
                self._known[quote(secret, safe="").encode()] = None
        return len(self._known) > before

    def pass_over(self, text: bytes) -> None:
        """Give no name that stands in `text` already, be it in a header."""
        for kind, number in BARE.findall(text) if WORD in text else ():
            self._numbers[kind.decode()] = max(self._numbers.get(kind.decode(), 0), int(number))

    def redact(self, text: bytes) -> bytes:
        """`text` without secrets."""
        return apply(text, self.edits(text))

    def redact_text(self, text: str) -> str:
        """`redact` for a text that may hold undecodable bytes."""
        if not text:
            return text
        return self.redact(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")

    def redact_parameters(self, text: bytes) -> bytes:
        """`redact` for a query or a form body, where `key=...` is known by its name too."""
        if b"=" not in text:
            return self.redact(text)
        text = unquoted(text)
        named = [Span(*hit.span(1), "parameter") for hit in self.rules.parameter.finditer(text)]
        named = [span for span in named if MARK not in text[span.start : span.end]]
        return apply(text, self._named(text, merged([*self.spans(text), *named])))

    def fields(self, value: Any) -> Any:
        """A JSON value without what the JSON pointers of the rules point at; itself where that is nothing."""
        return fields.without(value, self.rules.pointers, self.placeholder)

    def edits(self, text: bytes) -> list[Edit]:
        """What `redact` would change, in order, without overlaps."""
        spans = self.spans(text)
        return self._named(text, spans) if spans else []

    def spans(self, text: bytes) -> list[Span]:
        """Where the secrets of `text` are, in order, without overlaps."""
        spans: list[Span] = []
        for at in range(0, len(text), WINDOW):
            begin = max(at - CONTEXT, 0)
            window = text if len(text) <= WINDOW else text[begin : at + WINDOW + OVERLAP]
            spans += [span.after(begin) for span in self._scan(window)]
        return merged(spans) if spans else spans

    def placeholder(self, secret: bytes, kind: str) -> bytes:
        """The name of `secret`, the same each time."""
        name = self.names.get(secret)
        if name is None:
            number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
            name = self.names[secret] = placeholder(kind, number)
        return name

    def _named(self, text: bytes, spans: list[Span]) -> list[Edit]:
        return [Edit(a, b, self.placeholder(text[a:b], kind)) for a, b, kind in spans]

    def _scan(self, text: bytes) -> list[Span]:
        spans = [span.after(at) for at, part in around_blobs(text) for span in self.rules.spans(part)]
        for literal in self._occurring(text):
            spans += [Span(*hit.span(), "credential") for hit in re.finditer(re.escape(literal), text)]
        if spans and MARK in text:
            return [span for span in spans if MARK not in text[span.start : span.end]]
        return spans

    def _occurring(self, text: bytes) -> list[bytes]:
        sample = text if len(self._known) < MANY else _distinct(text)
        return [literal for literal in self._known if literal in sample]


def _distinct(text: bytes) -> bytes:
    """What stands between quotes, each once: the events of a stream repeat most of it."""
    return b'"'.join((*dict.fromkeys(text.split(b'"')), b""))
