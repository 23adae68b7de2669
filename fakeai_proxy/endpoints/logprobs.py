"""Log probabilities in the shapes of the two completion APIs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from fakeai_proxy.synth import TokenLogprob

if TYPE_CHECKING:
    from fakeai_proxy.wire import chat, completions


def chat_logprobs(logprobs: Iterable[TokenLogprob], refused: bool = False) -> chat.Logprobs:
    """One entry a token, each with its alternatives; refused: of the tokens of a refusal."""
    entries = [_entry(logprob) for logprob in logprobs]
    return {"content": None, "refusal": entries} if refused else {"content": entries, "refusal": None}


def _entry(logprob: TokenLogprob) -> chat.Logprob:
    return {**_alternative(logprob), "top_logprobs": [_alternative(other) for other in logprob.top]}


def _alternative(logprob: TokenLogprob) -> chat.TopLogprob:
    return {"token": logprob.token, "logprob": logprob.logprob, "bytes": list(logprob.bytes)}


def completion_logprobs(
    logprobs: Sequence[TokenLogprob], offset: int, *, opens: bool
) -> completions.Logprobs:
    """Parallel lists over tokens, the first of which begins at character `offset` of prompt and answer.

    A token that `opens` an echoed prompt has no probability, since nothing stands before it.
    """
    offsets = accumulate((len(logprob.token) for logprob in logprobs), initial=offset)
    answer: completions.Logprobs = {
        "text_offset": list(islice(offsets, len(logprobs))),
        "token_logprobs": [logprob.logprob for logprob in logprobs],
        "tokens": [logprob.token for logprob in logprobs],
        "top_logprobs": [_by_token(logprob) for logprob in logprobs],
    }
    if opens and logprobs:
        answer["token_logprobs"][0] = answer["top_logprobs"][0] = None
    return answer


def _by_token(logprob: TokenLogprob) -> dict[str, float]:
    """The alternatives, and the token itself where it is none of them."""
    return {other.token: other.logprob for other in (*logprob.top, logprob)}
