"""A choice whose answer was decided before."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.synth import generate, speculate, token_logprobs
from fakeai_proxy.synth.calls import Call, Tool
from fakeai_proxy.synth.text.script import Script
from fakeai_proxy.tokens import Tokenizer

from .calling import called
from .sampling import Choice, Sampling, calling, reasoned_of, thoughts_of


def scripted(
    number: int, script: Script, sampling: Sampling, words: Tokenizer, rng: np.random.Generator
) -> Choice:
    """What `script` says, as far as limits and stop strings let it."""
    reasoned, reasoning = _thought(script, sampling, words, rng)
    if script.calls:
        older = sampling.toolbox is not None and sampling.toolbox.older
        made = [Call(Tool(one.name, custom=one.custom), one.text) for one in script.calls]
        calls = tuple(called(call, rng, words, older) for call in made)
        return calling(number, calls, reasoned, sampling)._replace(reasoning=reasoning)
    text = [*words.pieces(script.text)]
    limit = sampling.limit - reasoned
    said = generate(rng, words, limit=limit, stop=sampling.stop, write=lambda brief: text)
    top, predicted = sampling.top_logprobs, sampling.predicted
    return Choice(
        number,
        said.pieces,
        "length" if script.cut else said.finish_reason,
        logprobs=None if top is None else tuple(token_logprobs(said.pieces, words, top, rng)),
        reasoned=reasoned,
        reasoning=reasoning,
        speculation=None if predicted is None else speculate(words.pieces(predicted), said.pieces),
        refused=script.refused,
    )


def _thought(
    script: Script, sampling: Sampling, words: Tokenizer, rng: np.random.Generator
) -> tuple[int, tuple[str, ...] | None]:
    """Tokens of thought, and their texts if they are shown: those of `script`, else as the model thinks."""
    if script.reasoning is None:
        reasoned = reasoned_of(sampling, rng)
        return reasoned, thoughts_of(reasoned, sampling, rng)
    pieces = words.pieces(script.reasoning)[: sampling.limit]
    hidden = not pieces or (sampling.thinking is not None and not sampling.thinking.shown)
    return len(pieces), None if hidden else pieces
