"""Content from chance: prose, JSON, log probabilities, embeddings."""

from .embedding import embed
from .logprobs import TokenLogprob, token_logprobs
from .prose import Generated, generate

__all__ = ["Generated", "TokenLogprob", "embed", "generate", "token_logprobs"]
