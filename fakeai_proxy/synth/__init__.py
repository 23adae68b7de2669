"""Content from chance: prose, JSON, reasoning, edits of predictions, log probabilities, embeddings."""

from .answer import Generated, generate
from .embedding import embed
from .logprobs import TokenLogprob, token_logprobs
from .prose import prose
from .reasoning import Effort, reasoning_tokens
from .speculation import Speculation, speculate

__all__ = [
    "Effort",
    "Generated",
    "Speculation",
    "TokenLogprob",
    "embed",
    "generate",
    "prose",
    "reasoning_tokens",
    "speculate",
    "token_logprobs",
]
