from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeai_proxy.tokens import Tokenizer, tokenizer
from fakeai_proxy.tokens.encoding import BLANKS

NAMES = ("o200k_base", "cl100k_base")
names = st.sampled_from(NAMES)


@pytest.mark.parametrize(
    ("name", "text", "tokens"),
    [
        ("o200k_base", "Hello, world!", [13225, 11, 2375, 0]),
        ("o200k_harmony", "Hello, world!", [13225, 11, 2375, 0]),
        ("cl100k_base", "tiktoken is great!", [83, 1609, 5963, 374, 2294, 0]),
        ("cl100k_base", "", []),
    ],
)
def test_known_tokens(name: str, text: str, tokens: list[int]) -> None:
    assert tokenizer(name).encode(text) == tokens


@pytest.mark.parametrize("name", NAMES)
def test_special_tokens_in_a_text_are_plain_text(name: str) -> None:
    assert tokenizer(name).count("<|endoftext|>") > 1
    assert "".join(tokenizer(name).pieces("a<|im_end|>b")) == "a<|im_end|>b"


@given(names, st.text())
@example("o200k_base", "naïve café 中文 😀👩‍👩‍👧 \r\n\r\n  x")
@example("cl100k_base", "\u0000\ufeff\U0010ffff")
def test_pieces_join_to_the_text_and_are_its_tokens(name: str, text: str) -> None:
    words = tokenizer(name)
    pieces = words.pieces(text)
    assert "".join(pieces) == text
    assert len(pieces) <= words.count(text)
    assert "" not in pieces


@given(names, st.text(st.characters(max_codepoint=127)))
def test_ascii_has_a_piece_for_each_token(name: str, text: str) -> None:
    words = tokenizer(name)
    assert [words.encode(piece) for piece in words.pieces(text)] == [[token] for token in words.encode(text)]


def test_a_character_split_over_tokens_is_whole_on_the_last_of_them() -> None:
    words = tokenizer("cl100k_base")
    assert words.count("🦔") > 1
    assert words.count("a 🦔!") == 5
    assert words.pieces("a 🦔!") == ("a", " ", "🦔", "!")


def test_a_lone_surrogate_counts_as_a_replacement_character() -> None:
    words = tokenizer("o200k_base")
    assert words.encode("a\ud800b") == words.encode("a�b")


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\u3000"])
@pytest.mark.parametrize("name", NAMES)
def test_endless_whitespace_is_counted(name: str, blank: str) -> None:
    words = tokenizer(name)
    short, long = words.count(blank * BLANKS), words.count("a" + blank * 11 * BLANKS + "b")
    assert short * 10 < long < short * 12


def test_a_long_text_without_such_a_stretch_is_encoded_in_one() -> None:
    words, text = tokenizer("o200k_base"), ("word " * 9 + " " * 55) * 3_000
    assert len(text) > 2 * BLANKS
    assert words.encode(text) == words._encoding.encode_ordinary(text)


def test_a_factor_scales_counts_and_leaves_tokens_alone() -> None:
    exact, more = tokenizer("o200k_base"), tokenizer("o200k_base", 1.25)
    assert more.count("one two three four") == 5
    assert more.pieces("one two") == exact.pieces("one two")


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([1.0, 1.02, 1.18, 2.5, 0.9]))
def test_scaled_ids_are_as_many_as_counted_and_keep_a_common_beginning(
    shared: int, more: int, factor: float
) -> None:
    words = tokenizer("o200k_base", factor)
    short, long = (list(words.scaled_ids(list(range(count)))) for count in (shared, shared + more))
    assert (len(short), len(long)) == (words.scaled(shared), words.scaled(shared + more))
    whole = max(len(short) - 1, 0)
    assert long[:whole] == short[:whole]


def test_a_tokenizer_is_made_once() -> None:
    assert tokenizer("o200k_base") is tokenizer("o200k_base")
    assert tokenizer("o200k_base")._encoding is tokenizer("o200k_harmony", 1.1)._encoding


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'gpt2'.*o200k_base, o200k_harmony, cl100k_base"):
        Tokenizer("gpt2")


def test_threads_share_a_tokenizer_and_run_while_it_encodes() -> None:
    words, text = tokenizer("o200k_base"), "The quick brown fox. " * 5_000
    expected, counts, ticks = words.count(text), list[int](), 0
    thread = threading.Thread(target=lambda: counts.extend(words.count(text) for _ in range(20)))
    interval = sys.getswitchinterval()
    try:
        sys.setswitchinterval(10)  # so that only a released lock lets this thread run
        thread.start()
        while thread.is_alive():
            ticks += 1
            thread.join(0.001)
    finally:
        sys.setswitchinterval(interval)
    assert counts == [expected] * 20
    assert ticks > 5
