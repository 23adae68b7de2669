from __future__ import annotations

import pytest

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.mutations.perturb import another, tokens_of
from tests.faults.payload.answers import APIS, Answer, Api

from .played import both

LONG = Answer(words=tuple(f" word{number % 7} and more" for number in range(120)))


@pytest.mark.parametrize("api", APIS)
def test_a_share_of_the_tokens_streamed_or_not(api: Api) -> None:
    made = both({"type": "perturb", "rate": 0.1, "how": "replace"}, LONG, api).text or ""
    before, after = LONG.text.split(" "), made.split(" ")
    assert 20 < sum(one != other for one, other in zip(before, after, strict=False)) < 120
    assert both({"type": "perturb", "rate": 0.1}, LONG, api, seed=1).text != made


def test_dropped_and_repeated() -> None:
    assert both({"type": "perturb", "rate": 1, "how": "drop"}, LONG, "completion").text == ""
    assert (
        both({"type": "perturb", "rate": 1, "how": "repeat"}, Answer(words=(" a b",)), "chat").text
        == " a a b b"
    )


def test_tokens_are_whole_characters() -> None:
    assert tokens_of(" 🐢") == [" 🐢"]
    assert tokens_of(" unbelievable") == [" unbelievable"]
    assert another(" a", rng_for(0, b"")).startswith(" ")
