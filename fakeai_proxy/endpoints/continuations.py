"""Texts that go on from a prompt: the likeliest of several, with the prompt before them if it is echoed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from fakeai_proxy.synth import token_logprobs
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.completions import CompletionRequest

from .prompts import Prompt
from .sampling import Choice, Sampling, sample


@dataclass(frozen=True, slots=True)
class Drawn:
    """The continuations of all prompts."""

    choices: tuple[Choice, ...]
    """Those of the first prompt first."""
    tokens: int
    """Written for them, and for those that were not among the likeliest."""
    longest: tuple[int, ...]
    """Of each prompt: the most tokens of a text, which may be one of the others too."""


def continuations(
    body: CompletionRequest,
    prompts: Iterable[Prompt],
    sampling: Sampling,
    tokenizer: Tokenizer,
    rng: np.random.Generator,
) -> Drawn:
    """`n` texts after every prompt, the likeliest of `best_of`."""
    count, choices, longest, tokens = body.n or 1, list[Choice](), list[int](), 0
    for at, prompt in enumerate(prompts):
        # Scripts are of all choices in their order; those of the prompts before are used up.
        scripts = sampling.scripts[at * count :] or sampling.scripts
        own = sampling._replace(asked=prompt.text, scripts=scripts)
        drawn = candidates(max(body.best_of or 0, count), count, own, tokenizer, rng)
        tokens += sum(choice.tokens for choice in drawn)
        longest.append(max(choice.tokens for choice in drawn))
        for choice in drawn[:count]:
            indexed = choice._replace(number=len(choices))
            choices.append(after(prompt, indexed, body, tokenizer, rng))
    return Drawn(tuple(choices), tokens, tuple(longest))


def candidates(
    drawn: int, wanted: int, sampling: Sampling, tokenizer: Tokenizer, rng: np.random.Generator
) -> list[Choice]:
    """`drawn` texts; where only some of them are wanted, the likeliest first."""
    if drawn == wanted:
        return [sample(at, sampling, tokenizer, rng) for at in range(drawn)]
    ranked = sampling._replace(top_logprobs=sampling.top_logprobs or 0)
    texts = [sample(at, ranked, tokenizer, rng) for at in range(drawn)]
    return sorted(texts, key=mean_logprob, reverse=True)


def mean_logprob(choice: Choice) -> float:
    return fmean(logprob.logprob for logprob in choice.logprobs) if choice.logprobs else 0.0


def after(
    prompt: Prompt, choice: Choice, body: CompletionRequest, tokenizer: Tokenizer, rng: np.random.Generator
) -> Choice:
    """`choice` where it stands: behind `prompt`, with it if it is to be echoed."""
    shown = None if body.logprobs is None else choice.logprobs
    if not body.echo:
        return choice._replace(logprobs=shown, offset=0 if shown is None else len(prompt.text))
    echoed = tokenizer.pieces(prompt.text)
    if shown is not None and body.logprobs is not None:
        shown = (*token_logprobs(echoed, tokenizer, body.logprobs, rng), *shown)
    return choice._replace(pieces=echoed + choice.pieces, logprobs=shown, echoed=len(echoed))
