"""Texts as the tests of this room ask for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from fakeai_proxy.core.lazy import load
from fakeai_proxy.synth import Brief
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.table import WRITERS
from fakeai_proxy.tokens import tokenizer

O200K = tokenizer("o200k_base")


def text(name: str, tokens: int = 60, seed: int = 0, asked: str = "", lead: str = "", **settings: Any) -> str:
    """What the writer `name` writes, which are whole tokens."""
    writer = load("fakeai_proxy.synth.text", WRITERS[name])(TextSettings(**settings), "gpt-4o")
    pieces = writer(Brief(np.random.default_rng(seed), O200K, tokens, asked, lead))
    written = "".join(pieces)
    assert tuple(pieces) == O200K.pieces(written)
    return written
