"""Answers: text of a natural length, as long as a request lets it be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from fakeai_proxy.tokens import Tokenizer

from .brief import NATURAL, Brief, Length, Writer
from .json_object import json_object as object_of
from .prediction import edited
from .prose import continued, written

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Generated:
    """An answer: one piece is one token."""

    pieces: tuple[str, ...]
    finish_reason: FinishReason

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(self.pieces)


def generate(
    rng: np.random.Generator,
    tokenizer: Tokenizer,
    *,
    limit: int | None,
    minimum: int = 0,
    ignore_eos: bool = False,
    stop: tuple[str, ...] = (),
    json_object: bool = False,
    schema: Mapping[str, Any] | None = None,
    asked: str = "",
    lead: str = "",
    predicted: str = "",
    length: Length = NATURAL,
    write: Writer = written,
) -> Generated:
    """An answer of natural length: a text, a JSON object, JSON by a schema, or what was `predicted`, edited.

    limit        most tokens; an answer that reaches it has the finish reason "length". A JSON object is made
                 to stay below, and is whole unless fewer than six tokens are allowed
    minimum      fewest tokens, `limit` permitting; a `stop` string before them is passed over
    ignore_eos   exactly `limit` tokens (a natural length without a limit)
    stop         ends the text before the first of these strings; empty ones are ignored
    schema       JSON that is valid by it, with what was `asked` in it; as long as it comes, but for `limit`
    lead         sentences before a text
    predicted    a text that the answer will be like; "" where there is none
    length       how many tokens are natural
    write        what writes a text; one that is too short is filled up with prose

    `tokenizer` encodes each piece to one token, and the whole text to just these tokens. Prose asked for with
    a higher `limit` goes on from the same words. Raises schema.Unsatisfiable.
    """
    natural = length.drawn(rng)
    least = minimum if limit is None else limit if ignore_eos else min(minimum, limit)
    wanted = max(natural, least) if limit is None else min(max(natural, least), limit)
    if schema is not None:
        from .structured import structured

        pieces = [*tokenizer.pieces(structured(rng, schema, asked))]
    elif json_object:
        pieces = object_of(rng, tokenizer, wanted, least, limit)
    else:
        brief = Brief(rng, tokenizer, wanted, asked, lead)
        pieces = edited(rng, predicted, tokenizer) if predicted else write(brief)
        if len(pieces) < least:
            pieces = continued(rng, pieces, least - len(pieces))
    reached = limit is not None and len(pieces) >= limit
    whole = Generated(tuple(pieces[:limit]), "length" if reached else "stop")
    return _stopped(whole, stop, minimum, tokenizer) if stop else whole


def _stopped(whole: Generated, stop: Sequence[str], minimum: int, tokenizer: Tokenizer) -> Generated:
    """`whole` up to the first of `stop`; what is left of a word may have other tokens than the word had."""
    text, start = whole.text, len("".join(whole.pieces[:minimum]))
    ends = [at for string in stop if string and (at := text.find(string, start)) >= 0]
    return Generated(tokenizer.pieces(text[: min(ends)]), "stop") if ends else whole
