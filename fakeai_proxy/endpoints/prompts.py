"""Prompts and inputs, whether they come as text, tokens, or lists of either."""

from __future__ import annotations

from typing import NamedTuple, cast

from fakeai_proxy.tokens import Tokenizer

Given = str | list[str] | list[int] | list[list[int]]


class Prompt(NamedTuple):
    """One prompt."""

    text: str
    """Tokens of no vocabulary are in it as U+FFFD."""
    tokens: int
    """What it costs."""


def prompts_of(given: Given, tokenizer: Tokenizer) -> list[Prompt]:
    """The prompts in `given`: a text or an array of tokens is one, an array of either is many."""
    if isinstance(given, str) or (given and isinstance(given[0], int)):
        return [_prompt(given, tokenizer)]
    return [_prompt(one, tokenizer) for one in cast("list[str] | list[list[int]]", given)]


def _prompt(given: str | list[int], tokenizer: Tokenizer) -> Prompt:
    if isinstance(given, str):
        return Prompt(given, tokenizer.count(given))
    return Prompt(tokenizer.decode(given), len(given))
