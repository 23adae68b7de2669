"""Text that goes wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from .answers import APIS, WEATHER, Answer, Api
from .played import both, hit, reply, stream_steps, streamed, whole
from .told import told, told_by_stream

LONG = Answer(words=tuple(f" word{number}" for number in range(200)))
WORDS = LONG.text.split()


def said(api: Api, fault: dict[str, object], seed: int = 0) -> list[str]:
    """What whole answer and stream say; chance meets them alike where each word is one event."""
    made = told(api, whole(fault, LONG, api, seed=seed)).text
    assert made
    assert told_by_stream(api, streamed(fault, LONG, api, seed=seed)).text == made
    return made.split()


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("mode", ["garbled", "language"])
def test_a_share_of_the_words_is_wrong(api: Api, mode: str) -> None:
    made = said(api, {"type": "payload.text", "mode": mode, "rate": 0.25})
    wrong = [(before, after) for before, after in zip(WORDS, made, strict=True) if before != after]
    assert 25 < len(wrong) < 75
    if mode == "garbled":
        assert all(Counter(before) == Counter(after) for before, after in wrong)


@pytest.mark.parametrize("rate", [1.0])
def test_all_of_them(rate: float) -> None:
    made = said("chat", {"type": "payload.text", "mode": "language", "rate": rate})
    assert not set(made) & set(WORDS)


@pytest.mark.parametrize("api", APIS)
def test_the_last_words_again_and_again(api: Api) -> None:
    made = said(api, {"type": "payload.text", "mode": "repetition", "rate": 0.1})
    at = next(at for at, word in enumerate(made) if word != WORDS[at])
    loop = made[max(0, at - 6) : at]
    assert made[at:] == (loop * 200)[: len(made) - at]


def test_another_seed_another_text() -> None:
    fault = {"type": "payload.text"}
    assert said("chat", fault, seed=1) == said("chat", fault, seed=1) != said("chat", fault, seed=2)


def test_words_of_one_letter_are_doubled() -> None:
    made = both({"type": "payload.text", "rate": 1}, Answer(words=("I", " go", " 11")), "chat")
    assert made.text == "II gogo 1111"


@pytest.mark.parametrize("api", APIS)
def test_on_and_on(api: Api) -> None:
    answer = Answer(calls=(WEATHER,))
    made = both({"type": "payload.overlong", "factor": 30}, answer, api)
    assert made.text == "\n".join([answer.text] * 30)
    assert made.calls == []
    assert made.reason == {"message": "end_turn", "response": "completed"}.get(api, "stop")
    assert made.usage
    counted = made.usage.get("completion_tokens", made.usage.get("output_tokens"))
    assert counted > 29 * len(answer.words)


@pytest.mark.parametrize("api", APIS)
def test_nothing_is_not_repeated(api: Api) -> None:
    steps = list(stream_steps(Answer(words=()).streamed(api)))
    assert reply({"type": "payload.overlong"}, steps, hit(api)) == steps


def test_no_word_is_lost_in_the_ends_of_pieces() -> None:
    fault = {"type": "payload.text", "mode": "repetition", "rate": 1e-9}
    assert both(fault, Answer(words=(" ", "a", "\n\n", "b ")), "chat").text == " a\n\nb "
