from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth.json_object import LEAST, TEXT, json_object
from fakeai_proxy.synth.records import RECORDS
from fakeai_proxy.tokens import tokenizer

O200K = tokenizer("o200k_base")
seeds = st.integers(0, 2**32)
names = st.sampled_from(["o200k_base", "o200k_harmony", "cl100k_base"])


def made(seed: int, tokens: int, minimum: int = 0, limit: int | None = None) -> list[str]:
    return json_object(np.random.default_rng(seed), O200K, tokens, minimum, limit)


@given(seeds, st.integers(0, 300), st.integers(0, 300), st.none() | st.integers(0, 300), names)
def test_pieces_are_the_tokens_of_the_text(
    seed: int, tokens: int, minimum: int, limit: int | None, name: str
) -> None:
    words = tokenizer(name)
    pieces = json_object(np.random.default_rng(seed), words, tokens, minimum, limit)
    assert list(words.pieces("".join(pieces))) == pieces
    assert words.count("".join(pieces)) == len(pieces)


@given(seeds, st.integers(0, LEAST + 1), names)
def test_what_no_limit_holds_can_be_cut_anywhere(seed: int, limit: int, name: str) -> None:
    words = tokenizer(name)
    pieces = json_object(np.random.default_rng(seed), words, 60, 0, limit)
    assert len(pieces) == LEAST + 1
    assert len(json.loads("".join(pieces))) == 1
    for cut in range(len(pieces)):
        assert list(words.pieces("".join(pieces[:cut]))) == pieces[:cut]


@given(seeds, st.integers(0, 300))
def test_it_is_a_record_of_as_many_tokens_as_asked_for(seed: int, tokens: int) -> None:
    pieces = made(seed, tokens)
    *fields, text = json.loads("".join(pieces)).items()
    assert len(pieces) >= tokens
    assert text[0] in {key for _, key in RECORDS}
    assert text[1][0].isupper()
    assert text[1][-1].isalpha()
    assert all(value not in ("", None) for _, value in fields)


@given(seeds, st.integers(150, 300))
def test_a_long_one_has_every_field(seed: int, tokens: int) -> None:
    assert len(json.loads("".join(made(seed, tokens)))) >= 6


@given(seeds, st.integers(40, 100))
def test_fields_leave_room_for_the_text(seed: int, limit: int) -> None:
    pieces = made(seed, limit, limit=limit)
    text = [*json.loads("".join(pieces)).values()][-1]
    assert O200K.count(text) >= TEXT - 6
    assert len(json.loads("".join(pieces))) > 1


@given(seeds, st.integers(7, 300))
def test_it_stays_below_a_limit(seed: int, limit: int) -> None:
    pieces = made(seed, limit, limit=limit)
    assert json.loads("".join(pieces))
    assert len(pieces) < limit


@given(seeds, st.integers(6, 300))
def test_it_fills_a_minimum_as_high_as_the_limit(seed: int, limit: int) -> None:
    pieces = made(seed, limit, limit, limit)
    assert json.loads("".join(pieces))
    assert len(pieces) == limit


def test_no_two_seeds_say_the_same() -> None:
    assert len({"".join(made(seed, 60)) for seed in range(200)}) == 200


SAYS = """
import numpy as np
from fakeai_proxy.synth.json_object import json_object
from fakeai_proxy.tokens import tokenizer
for seed in (5, 3, 4, 3):
    print("".join(json_object(np.random.default_rng(seed), tokenizer("o200k_base"), 80, 0, None)))
"""


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_same_seed_says_the_same_in_another_process_wherever_it_is(zone: str) -> None:
    ran = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, env={"TZ": zone})
    assert ran.stdout.splitlines() == ["".join(made(seed, 80)) for seed in (5, 3, 4, 3)]


LOADS = """
import sys
import numpy as np
from fakeai_proxy.synth import generate
from fakeai_proxy.tokens import tokenizer
for asks in (False, True):
    generate(np.random.default_rng(0), tokenizer("o200k_base"), limit=60, json_object=asks)
    print("faker" in sys.modules)
"""


def test_faker_is_loaded_for_json_only() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\nTrue\n"
