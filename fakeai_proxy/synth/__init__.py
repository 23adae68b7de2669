"""Content from chance: prose, JSON, reasoning, edits of predictions, log probabilities, embeddings."""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

from .answer import Generated, generate
from .brief import NATURAL, Brief, Length, Writer
from .logprobs import TokenLogprob, token_logprobs
from .prose import prose, written
from .reasoning import Effort, reasoning_tokens
from .speculation import Speculation, speculate

if TYPE_CHECKING:
    from .embedding import embed
else:  # only one route needs it, and a transform of vectors with it
    __getattr__ = exports(__name__, {"embed": "embedding"})

__all__ = [
    "NATURAL",
    "Brief",
    "Effort",
    "Generated",
    "Length",
    "Speculation",
    "TokenLogprob",
    "Writer",
    "embed",
    "generate",
    "prose",
    "reasoning_tokens",
    "speculate",
    "token_logprobs",
    "written",
]
