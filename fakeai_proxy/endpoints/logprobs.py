"""Log probabilities in the shapes of the two completion APIs."""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.synth import TokenLogprob
from fakeai_proxy.wire import chat


def chat_logprobs(logprobs: Iterable[TokenLogprob]) -> chat.Logprobs:
    """One entry a token, each with its alternatives."""
    return {"content": [_entry(logprob) for logprob in logprobs], "refusal": None}


def _entry(logprob: TokenLogprob) -> chat.Logprob:
    return {**_alternative(logprob), "top_logprobs": [_alternative(other) for other in logprob.top]}


def _alternative(logprob: TokenLogprob) -> chat.TopLogprob:
    return {"token": logprob.token, "logprob": logprob.logprob, "bytes": list(logprob.bytes)}
