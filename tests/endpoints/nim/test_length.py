import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.nim.length import fitted
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")


def test_either_end_is_left_out() -> None:
    assert fitted("one two three", 2, "END", WORDS) == "one two"
    assert fitted("one two three", 2, "START", WORDS) == " two three"
    assert fitted("one two three", 3, None, WORDS) == fitted("one two three", 0, None, WORDS)


@pytest.mark.parametrize("truncate", [None, "NONE"])
def test_nothing_is_left_out_unasked(truncate: str | None) -> None:
    with pytest.raises(ApiError, match="Input length 3 exceeds maximum allowed token size 2"):
        fitted("one two three", 2, truncate, WORDS)
