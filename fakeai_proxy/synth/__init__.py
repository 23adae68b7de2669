"""Content from chance: prose, JSON, log probabilities, embeddings."""

from .answer import Generated, generate
from .embedding import embed
from .logprobs import TokenLogprob, token_logprobs

__all__ = ["Generated", "TokenLogprob", "embed", "generate", "token_logprobs"]
