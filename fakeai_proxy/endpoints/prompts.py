"""Prompts and inputs, whether they come as text, tokens, or lists of either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from fakeai_proxy.tokens import Tokenizer

Given = str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]]


@dataclass(frozen=True)
class Prompt:
    """One prompt."""

    given: str | Sequence[int]
    tokenizer: Tokenizer

    @cached_property
    def text(self) -> str:
        """As text, whatever it came as."""
        return self.given if isinstance(self.given, str) else self.tokenizer.decode(self.given)

    @cached_property
    def tokens(self) -> int:
        """What it costs; tokens cost themselves."""
        return self.tokenizer.count(self.given) if isinstance(self.given, str) else len(self.given)


def prompts_of(given: Given, tokenizer: Tokenizer) -> list[Prompt]:
    """The prompts in `given`: a text or an array of tokens is one, an array of either is many."""
    if isinstance(given, str) or (given and isinstance(given[0], int)):
        return [Prompt(given, tokenizer)]  # type: ignore[arg-type]
    return [Prompt(one, tokenizer) for one in given]  # type: ignore[arg-type]
