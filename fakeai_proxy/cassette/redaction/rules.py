"""The rules in force: what is searched for, compiled once, and the name that recordings remember them by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from pydantic import ValidationError

from .cards import cards
from .fields import tokens
from .named import Named, parameter
from .personal import PERSONAL
from .settings import RedactionSettings
from .shapes import SHAPES
from .span import Span
from .triggers import Triggers

POLICY = "keys@2"
"""Names this set of shapes in every recording made with it."""
SHORT = 64
PLAIN = re.compile(rb"(?!.*sk-)[a-z/_.-]*")
"""Most paths: without capitals, digits and signs there is no secret in them."""
TOLD = ("enabled", "pointers", "names", "patterns", "personal", "ignore")
"""Settings that change texts, and with them the keys of requests."""


class Rules:
    """Compiled settings. Immutable; safe to use from any thread."""

    def __init__(self, settings: RedactionSettings) -> None:
        self.settings = settings
        self.parameter = parameter(settings.names)
        self.pointers = tuple(map(tokens, settings.pointers)) if settings.enabled else ()
        self._triggers = Triggers(SHAPES)
        self._named = Named(settings.names)
        self._personal = tuple((kind, PERSONAL[kind]) for kind in settings.personal)
        self._patterns = tuple(re.compile(text.encode()) for text in settings.patterns)
        self._ignore = tuple(re.compile(text.encode()) for text in settings.ignore)

    @cached_property
    def added(self) -> str:
        """What the settings add to POLICY or take from it, as JSON; "" for nothing."""
        own = {name: value for name in TOLD if (value := getattr(self.settings, name)) != _default(name)}
        return json.dumps(own, sort_keys=True, ensure_ascii=False) if own else ""

    @cached_property
    def policy(self) -> str:
        """As recordings tell it."""
        return f"{POLICY} {self.added}".rstrip()

    def spans(self, text: bytes) -> list[Span]:
        """Where the secrets of `text` are, in no order; they may overlap."""
        if not self.settings.enabled:
            return []
        lower = text.lower()
        found = [*self._found(text, lower)]
        if self._ignore:
            found = [span for span in found if not self._ignored(text[span.start : span.end])]
        return found

    def _found(self, text: bytes, lower: bytes) -> Iterator[Span]:
        if not (len(text) < SHORT and PLAIN.fullmatch(text)):
            yield from self._built_in(text, lower)
        for kind, search in self._personal:
            yield from (Span(start, end, kind) for start, end in search(text))
        for pattern in self._patterns:
            yield from (
                Span(*hit.span(hit.lastindex or 0), "custom") for hit in pattern.finditer(text) if hit[0]
            )

    def _built_in(self, text: bytes, lower: bytes) -> Iterator[Span]:
        for shape in self._triggers.among(text, lower):
            yield from (Span(start, end, shape.kind) for start, end in shape.hits(text))
        yield from (Span(*hit) for hit in self._named.hits(text, lower))
        yield from (Span(start, end, "card") for start, end in cards(text))

    def _ignored(self, secret: bytes) -> bool:
        return any(pattern.fullmatch(secret) for pattern in self._ignore)


def _default(name: str) -> Any:
    return RedactionSettings.model_fields[name].default


@cache
def rules_of(settings: RedactionSettings) -> Rules:
    return Rules(settings)


@cache
def default_rules() -> Rules:
    """Without settings of anybody's own."""
    return rules_of(RedactionSettings())


def rules_by(policy: str) -> Rules:
    """The rules that a recording names. Raises ValueError when this version does not know them."""
    _, _, own = policy.partition(" ")
    try:
        return rules_of(RedactionSettings.model_validate(json.loads(own) if own else {}))
    except (ValidationError, ValueError) as failure:
        raise ValueError(f"its redaction rules are not known here: {policy}") from failure
