"""Token accounts, as answers and last chunks carry them."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class PromptTokensDetails(TypedDict):
    cached_tokens: int
    audio_tokens: int
    text_tokens: NotRequired[int]
    """This and the next: where something is heard or spoken."""
    image_tokens: NotRequired[int]


class CompletionTokensDetails(TypedDict):
    reasoning_tokens: int
    audio_tokens: int
    accepted_prediction_tokens: int
    rejected_prediction_tokens: int
    text_tokens: NotRequired[int]


class Usage(TypedDict):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: PromptTokensDetails
    completion_tokens_details: CompletionTokensDetails


class PlainUsage(TypedDict):
    """Of legacy completions."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class EmbeddingUsage(TypedDict):
    prompt_tokens: int
    total_tokens: int


def usage(
    prompt_tokens: int,
    written: int,
    *,
    cached: int = 0,
    reasoning: int = 0,
    accepted: int = 0,
    rejected: int = 0,
) -> Usage:
    """The account of a chat.

    written              tokens of all choices, those of their reasoning included
    accepted, rejected   of a prediction; rejected tokens are in no choice, and paid for as if they were
    """
    completion_tokens = written + rejected
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
        "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": accepted,
            "rejected_prediction_tokens": rejected,
        },
    }


def with_sound(account: Usage, heard: int, seen: int, spoken: int) -> Usage:
    """`account` of a chat with sound in it: which tokens are audio, which are images, and which text."""
    read, written = account["prompt_tokens_details"], account["completion_tokens_details"]
    read |= {
        "audio_tokens": heard,
        "image_tokens": seen,
        "text_tokens": account["prompt_tokens"] - heard - seen,
    }
    written |= {"audio_tokens": spoken, "text_tokens": account["completion_tokens"] - spoken}
    return account


def plain_usage(prompt_tokens: int, completion_tokens: int) -> PlainUsage:
    """The account without details."""
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }
