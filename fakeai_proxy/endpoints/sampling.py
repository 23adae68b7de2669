"""The texts of an answer: one a choice, all from the rng of the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from fakeai_proxy.synth import (
    NATURAL,
    Effort,
    Length,
    Speculation,
    TokenLogprob,
    Writer,
    generate,
    prose,
    reasoning_tokens,
    speculate,
    token_logprobs,
    written,
)
from fakeai_proxy.tokens import Tokenizer

if TYPE_CHECKING:
    from fakeai_proxy.synth.bias import Bias
    from fakeai_proxy.synth.text.script import Script

    from .calling import Toolbox
    from .voiced import Utterance
    from .web_search import Citation


FinishReason = Literal["stop", "length", "tool_calls", "function_call"]


class Called(NamedTuple):
    """One call of a tool."""

    id: str
    """"" in the older form, which has none."""
    kind: Literal["function", "custom"]
    name: str
    pieces: tuple[str, ...]
    """Its arguments, or its input: one piece is one token."""
    frame: int
    """Tokens written before them."""

    @property
    def text(self) -> str:
        """The whole of its arguments."""
        return "".join(self.pieces)


class Choice(NamedTuple):
    """One text, or the calls in place of it."""

    number: int
    """Its `index` on the wire."""
    pieces: tuple[str, ...]
    """One piece is one token; the first `echoed` of them are the prompt's."""
    finish_reason: FinishReason
    logprobs: tuple[TokenLogprob, ...] | None = None
    """One a piece, where they were asked for."""
    echoed: int = 0
    offset: int = 0
    """Characters of the prompt before the first piece, where log probabilities were asked for."""
    reasoned: int = 0
    """Tokens written before the first piece."""
    reasoning: tuple[str, ...] | None = None
    """Their texts; None: they are not shown."""
    speculation: Speculation | None = None
    """What came of the prediction, if there was one."""
    calls: tuple[Called, ...] = ()
    """Then there is no text."""
    refused: bool = False
    """The text is a refusal."""
    citations: tuple[Citation, ...] = ()
    """Of pages of the web, in the text."""
    utterance: Utterance | None = None
    """The text, said aloud."""

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(self.pieces)

    @property
    def tokens(self) -> int:
        """How many were written for it, and so took time and cost money."""
        return (
            len(self.pieces)
            - self.echoed
            + self.reasoned
            + sum([len(c.pieces) + c.frame for c in self.calls])
            + self.spoken
        )

    @property
    def spoken(self) -> int:
        """How many of them are sound."""
        return 0 if self.utterance is None else self.utterance.tokens

    @property
    def hidden(self) -> int:
        """How many of them are not shown."""
        return self.reasoned if self.reasoning is None else 0


class Thinking(NamedTuple):
    """How a reasoning model thinks."""

    effort: Effort
    shown: bool = False
    unit: int = 1
    """Its tokens are counted in multiples of so many."""


class Sampling(NamedTuple):
    """How texts are to be made."""

    limit: int
    """Most tokens, reasoning included."""
    minimum: int = 0
    """Fewest tokens, unless `limit` or `stop` come first."""
    ignore_eos: bool = False
    stop: tuple[str, ...] = ()
    json_object: bool = False
    schema: Mapping[str, Any] | None = None
    """JSON by this is asked for."""
    asked: str = ""
    """What the user said last."""
    lead: str = ""
    """How the text begins."""
    toolbox: Toolbox | None = None
    """What may be called in place of a text."""
    top_logprobs: int | None = None
    """How many alternatives a token comes with; None: no log probabilities at all."""
    thinking: Thinking | None = None
    """None: there is none."""
    predicted: str | None = None
    """What the client expects the text to be."""
    length: Length = NATURAL
    """How long a text is that nothing limits."""
    verbosity: float = 1.0
    """How many times as long it is to be."""
    bias: Bias | None = None
    """Tokens that are wanted more or less."""
    write: Writer = written
    """What writes a text."""
    scripts: tuple[Script, ...] = ()
    """Answers that are decided already, one a choice; where they are fewer, they come again."""


def sample(number: int, sampling: Sampling, tokenizer: Tokenizer, rng: np.random.Generator) -> Choice:
    """The next text of `rng`."""
    if sampling.scripts:
        from .scripted import scripted

        return scripted(number, sampling.scripts[number % len(sampling.scripts)], sampling, tokenizer, rng)
    reasoned = reasoned_of(sampling, rng)
    if sampling.toolbox and (calls := sampling.toolbox.calls(rng, tokenizer)):
        choice = calling(number, calls, reasoned, sampling)
        return choice._replace(reasoning=thoughts_of(reasoned, sampling, rng))
    made = generate(
        rng,
        tokenizer,
        limit=sampling.limit - reasoned,
        minimum=max(sampling.minimum - reasoned, 0),
        ignore_eos=sampling.ignore_eos,
        stop=sampling.stop,
        json_object=sampling.json_object,
        schema=sampling.schema,
        asked=sampling.asked,
        lead=sampling.lead,
        predicted=sampling.predicted or "",
        length=sampling.length if sampling.verbosity == 1 else sampling.length.times(sampling.verbosity),
        write=sampling.write if sampling.bias is None else sampling.bias.heeded(sampling.write),
    )
    top, predicted = sampling.top_logprobs, sampling.predicted
    return Choice(
        number,
        made.pieces,
        made.finish_reason,
        logprobs=None if top is None else tuple(token_logprobs(made.pieces, tokenizer, top, rng)),
        reasoned=reasoned,
        reasoning=thoughts_of(reasoned, sampling, rng),
        speculation=None if predicted is None else speculate(tokenizer.pieces(predicted), made.pieces),
    )


def calling(number: int, calls: tuple[Called, ...], reasoned: int, sampling: Sampling) -> Choice:
    """A choice that calls tools after so many tokens of thought, as far as its limit lets it."""
    room, kept = sampling.limit - reasoned, list[Called]()
    for call in calls:
        pieces = call.pieces[: max(room - call.frame, 0)]
        room -= call.frame + len(pieces)
        if room >= 0:
            kept.append(call._replace(pieces=pieces))
    whole = len(kept) == len(calls) and kept[-1].pieces == calls[-1].pieces
    reason: FinishReason = "length" if not whole else "tool_calls" if calls[0].id else "function_call"
    return Choice(number, (), reason, reasoned=reasoned, calls=tuple(kept))


def thoughts_of(reasoned: int, sampling: Sampling, rng: np.random.Generator) -> tuple[str, ...] | None:
    """The texts of so many tokens of thought, where they are shown."""
    shown = sampling.thinking is not None and sampling.thinking.shown
    return tuple(prose(rng, reasoned)[:reasoned]) if shown else None


def reasoned_of(sampling: Sampling, rng: np.random.Generator) -> int:
    """Tokens of thought: they come first, and may take the whole limit."""
    thinking = sampling.thinking
    return min(reasoning_tokens(rng, thinking.effort, thinking.unit), sampling.limit) if thinking else 0
