from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.endpoints.sampling import Choice, Sampling, Thinking, sample
from fakeai_proxy.synth.text.script import Script, ScriptedCall
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")
HIDDEN, SHOWN = Thinking("medium", unit=64), Thinking("medium", shown=True)


def choice(script: Script, number: int = 0, limit: int = 1_000, **fields: object) -> Choice:
    sampling = Sampling(limit, scripts=(script,), **fields)  # type: ignore[arg-type]
    return sample(number, sampling, WORDS, np.random.default_rng(0))


def test_limits_and_stop_strings_cut_it() -> None:
    assert choice(Script("One, two, three.")).text == "One, two, three."
    cut = choice(Script("One, two, three."), limit=2)
    assert (cut.text, cut.finish_reason) == ("One,", "length")
    assert choice(Script("One, two, three."), stop=(", three",)).text == "One, two"
    assert choice(Script("One", cut=True)).finish_reason == "length"


@pytest.mark.parametrize(
    ("thinking", "reasoning", "tokens", "shown"),
    [
        (None, None, 0, None),
        (None, "Hm, so.", 4, "Hm, so."),
        (HIDDEN, "Hm, so.", 4, None),
        (SHOWN, "Hm, so.", 4, "Hm, so."),
        (SHOWN, "", 0, None),
    ],
)
def test_what_is_thought(
    thinking: Thinking | None, reasoning: str | None, tokens: int, shown: str | None
) -> None:
    made = choice(Script("Yes.", reasoning), thinking=thinking)
    assert made.reasoned == tokens
    assert (None if made.reasoning is None else "".join(made.reasoning)) == shown


def test_without_a_word_of_it_it_thinks_as_ever() -> None:
    assert choice(Script("Yes."), thinking=HIDDEN).reasoned % 64 == 0
    assert choice(Script("Yes."), thinking=SHOWN).reasoning


def test_calls_stand_in_place_of_a_text() -> None:
    calls = (ScriptedCall("f", '{"a":1}'), ScriptedCall("c", "x", custom=True))
    made = choice(Script("Never.", calls=calls))
    assert (made.text, made.finish_reason) == ("", "tool_calls")
    assert [(call.kind, call.name, call.text) for call in made.calls] == [
        ("function", "f", '{"a":1}'),
        ("custom", "c", "x"),
    ]
    assert choice(Script(calls=calls), limit=9).finish_reason == "length"


def test_probabilities_and_predictions_are_of_the_text() -> None:
    made = choice(Script("One, two."), top_logprobs=2, predicted="One, two.")
    assert [entry.token for entry in made.logprobs or ()] == [*made.pieces]
    assert made.speculation is not None
    assert made.speculation.accepted == len(made.pieces)
