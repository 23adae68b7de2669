"""Text as tokens: exact and offline. Importing this room loads neither tiktoken nor a vocabulary."""

from .chat import chat_tokens
from .encoding import Tokenizer, tokenizer

__all__ = ["Tokenizer", "chat_tokens", "tokenizer"]
