"""Prompts and inputs, whether they come as text, tokens, or lists of either."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.tokens import Tokenizer

Given = str | list[str] | list[int] | list[list[int]]


class Prompt(NamedTuple):
    """One prompt."""

    text: str
    """Tokens of no vocabulary are in it as U+FFFD."""
    tokens: int
    """What it costs."""
    ids: list[int] | NDArray[np.uint32]
    """One a token."""


def prompts_of(given: Given, tokenizer: Tokenizer) -> list[Prompt]:
    """The prompts in `given`: a text or an array of tokens is one, an array of either is many."""
    if isinstance(given, str) or (given and isinstance(given[0], int)):
        return [_prompt(given, tokenizer)]
    return [_prompt(one, tokenizer) for one in cast("list[str] | list[list[int]]", given)]


def _prompt(given: str | list[int], tokenizer: Tokenizer) -> Prompt:
    if isinstance(given, str):
        ids = tokenizer.encode(given)
        return Prompt(given, tokenizer.scaled(len(ids)), tokenizer.scaled_ids(ids))
    return Prompt(tokenizer.decode(given), len(given), given)
