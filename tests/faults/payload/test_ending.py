"""Answers that end early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.faults.payload.ending import first_tokens
from fakeai_proxy.faults.payload.ledger import words

from .answers import APIS, SPEAKING, WEATHER, WORDS, Answer, Api
from .played import both, whole
from .told import told

LIMITED = {"chat": "length", "completion": "length", "message": "max_tokens", "response": "max_output_tokens"}
STOPPED = {
    "chat": "content_filter",
    "completion": "content_filter",
    "message": "refusal",
    "response": "content_filter",
}
REFUSED = {"chat": "stop", "completion": "stop", "message": "refusal", "response": "completed"}
OUTPUT = ("completion_tokens", "output_tokens")


def spent(usage: dict[str, int] | None) -> int:
    assert usage
    return next(usage[name] for name in OUTPUT if name in usage)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("tokens", [0, 1, 3, 6, 50])
def test_text_is_cut_at_a_token(api: Api, tokens: int) -> None:
    answer = Answer()
    made = both({"type": "payload.length", "tokens": tokens}, answer, api)
    assert (made.text or "") == "".join(WORDS[:tokens])
    assert made.reason == LIMITED[api]
    assert spent(made.usage) == answer.spent - max(0, len(WORDS) - tokens)


@pytest.mark.parametrize("api", ["chat", "completion"])
def test_every_choice_has_the_limit_to_itself(api: Api) -> None:
    answer = Answer(choices=3)
    made = both({"type": "payload.length", "tokens": 4}, answer, api)
    assert made.text == "".join(WORDS[:4])
    assert spent(made.usage) == answer.spent - 3 * 2


@pytest.mark.parametrize("api", SPEAKING)
def test_calls_are_gone_or_cut(api: Api) -> None:
    gone = both({"type": "payload.length", "tokens": 6}, Answer(calls=(WEATHER,)), api)
    assert (gone.text, gone.calls, gone.reason) == (Answer().text, [], LIMITED[api])
    cut = told(api, whole({"type": "payload.length", "tokens": 4}, Answer(words=(), calls=(WEATHER,)), api))
    assert cut.calls[0][:2] == ("call_1", "get_weather")
    assert cut.calls[0][2].strip('"').startswith("{")
    assert cut.reason == LIMITED[api]


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("tokens", [0, 2])
def test_a_filter_stops_the_answer(api: Api, tokens: int) -> None:
    made = both({"type": "payload.filtered", "tokens": tokens}, Answer(thoughts=("I", " see")), api)
    assert ((made.text or ""), made.reason) == ("".join(WORDS[:tokens]), STOPPED.get(api, "content_filter"))
    assert made.thoughts == (None if api == "completion" else "I see")


@pytest.mark.parametrize("api", APIS)
def test_a_refusal(api: Api) -> None:
    made = both({"type": "payload.refused", "text": "Never."}, Answer(calls=(WEATHER,)), api)
    said = made.refusal if api in ("chat", "response") else made.text
    assert (said, made.calls, made.reason) == ("Never.", [], REFUSED[api])
    assert made.text != Answer().text


@given(st.text(max_size=40), st.integers(0, 12))
def test_first_tokens_are_a_beginning(text: str, most: int) -> None:
    kept, tokens = first_tokens(text, most)
    assert text.startswith(kept)
    assert tokens == min(most, len(words().encode(text)))
    assert (kept == text) or tokens == most
