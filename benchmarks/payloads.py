"""What the client sends, as ready bytes, and the static answer of the servers that compute nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

MODEL = "gpt-4o"
PATH = "/v1/chat/completions"
SHORT_ANSWER = 33
"""`max_tokens` of the short answers."""
VOCABULARY = (
    "river machine winter bread music garden letter window mountain market island teacher bridge kitchen "
    "forest engine village station paper doctor summer ocean camera planet silver theatre harbour lesson "
    "story painting football coffee science history travel weather language building journey evening"
)
WORDS = VOCABULARY.split()


def prompt(words: int, seed: int) -> str:
    """`words` words, the same in every run.

    No greeting, question or code: FakeAI has templates of other lengths for those.
    """
    return "Tell me more about " + " ".join(random.Random(seed).choices(WORDS, k=words - 4)) + "."


def post(body: object, path: str = PATH) -> bytes:
    """One HTTP/1.1 request with keep-alive, as an SDK sends it, less the headers nobody reads."""
    content = json.dumps(body, separators=(",", ":")).encode()
    return (
        f"POST {path} HTTP/1.1\r\nhost: api.openai.com\r\nauthorization: Bearer sk-benchmark\r\n"
        "accept: application/json\r\ncontent-type: application/json\r\n"
        f"content-length: {len(content)}\r\n\r\n"
    ).encode() + content


def chat(content: str, max_tokens: int, **more: Any) -> bytes:
    """One chat request; `more` are further members, or another model."""
    messages = [{"role": "user", "content": content}]
    return post({"model": MODEL, "messages": messages, "max_tokens": max_tokens} | more)


def chats(max_tokens: int, *, words: int = 20, distinct: int = 512, **more: Any) -> list[bytes]:
    """`distinct` different chat requests of `words`-word prompts."""
    return list(unique_chats(distinct, max_tokens, words=words, **more))


def unique_chats(
    count: int, max_tokens: int, *, words: int = 20, start: int = 0, **more: Any
) -> Iterator[bytes]:
    """`count` requests, no two alike, made as they are asked for; another `start`, others."""
    for seed in range(start, start + count):
        yield chat(f"{prompt(words - 1, seed)} {seed}", max_tokens, **more)


def again(requests: Sequence[bytes]) -> Iterator[bytes]:
    """The requests, over and over."""
    return cycle(requests)


ANSWER = json.dumps(
    {
        "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        "object": "chat.completion",
        "created": 1741569952,
        "model": "gpt-4o-2024-08-06",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "A river is a natural stream of fresh water that flows across the land "
                    "towards an ocean, a lake or another river, and it shapes the valleys along its way "
                    "to the sea.",
                    "refusal": None,
                    "annotations": [],
                },
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 27, "completion_tokens": 33, "total_tokens": 60},
        "service_tier": "default",
        "system_fingerprint": "fp_fc9f1d7035",
    }
).encode()
"""A whole chat answer of the size of the others."""
