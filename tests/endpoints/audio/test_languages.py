"""Languages."""

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.audio.languages import LANGUAGES, code_of, language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hello", "en"),
        ("", "en"),
        ("12 345", "en"),
        ("Привет, мир", "ru"),
        ("你好世界", "zh"),
        ("こんにちは", "ja"),
        ("안녕하세요", "ko"),
        ("مرحبا", "ar"),
        ("I did say Привет", "en"),
    ],
)
def test_letters_tell_the_language(text: str, code: str) -> None:
    assert language_of(text) == code
    assert code in LANGUAGES


def test_a_language_has_a_code_and_a_name() -> None:
    assert code_of("de") == code_of("German") == "de"
    assert code_of(None) is code_of("") is None
    with pytest.raises(ApiError, match="ISO-639-1") as refused:
        code_of("xx")
    assert (refused.value.param, refused.value.code) == ("language", "invalid_language_format")
