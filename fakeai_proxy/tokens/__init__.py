"""Text as tokens: exact and offline. Importing this room loads neither tiktoken nor a vocabulary."""

from .chat import REPLY_PRIMING, ChatPrompt, chat_prompt
from .encoding import Tokenizer, tokenizer

__all__ = ["REPLY_PRIMING", "ChatPrompt", "Tokenizer", "chat_prompt", "tokenizer"]
