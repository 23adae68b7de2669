"""Text as tokens: exact and offline. Importing this room loads neither tiktoken nor a vocabulary."""

from .chat import REPLY_PRIMING, ChatPrompt, chat_prompt
from .encoding import Tokenizer, tokenizer
from .medium import Medium

__all__ = ["REPLY_PRIMING", "ChatPrompt", "Medium", "Tokenizer", "chat_prompt", "tokenizer"]
