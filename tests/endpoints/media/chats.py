"""Chats about one part that is no text."""

from __future__ import annotations

from base64 import b64encode

from openai.types.chat import ChatCompletion

from tests.endpoints.asking import ask, told
from tests.endpoints.typed import typed

PATH = "/v1/chat/completions"


def chat(part, to=None, host="api.openai.com", **fields):
    content = [{"type": "text", "text": "What is this?"}, part]
    asked = {"model": "gpt-4o", "messages": [{"role": "user", "content": content}], **fields}
    return ask(PATH, asked, to, host=host)


def image(link, **fields):
    return {"type": "image_url", "image_url": {"url": link, **fields}}


def sound(content, form="wav"):
    return {"type": "input_audio", "input_audio": {"data": b64encode(content).decode(), "format": form}}


NOTHING = {"type": "text", "text": ""}


def cost(part, to=None, **fields):
    """Tokens of `part`."""
    silent = fields | ({"model": "gpt-4o"} if fields.get("model") == "gpt-audio" else {})
    return prompt_tokens(chat(part, to, **fields)) - prompt_tokens(chat(NOTHING, **silent))


def prompt_tokens(answer):
    return typed(ChatCompletion, told(answer)).usage.prompt_tokens
