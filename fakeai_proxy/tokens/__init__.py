"""Text as tokens: exact and offline. Importing this room loads neither tiktoken nor a vocabulary."""

from .chat import ChatPrompt, chat_prompt
from .encoding import Tokenizer, tokenizer

__all__ = ["ChatPrompt", "Tokenizer", "chat_prompt", "tokenizer"]
