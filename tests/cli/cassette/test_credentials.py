import pytest

from fakeai_proxy.cli.cassette.credentials import PROVIDERS, credential
from fakeai_proxy.core.errors import SettingsError

KEYS = {"OPENAI_API_KEY": "o", "ANTHROPIC_API_KEY": "a", "GOOGLE_API_KEY": "g", "OTHER": "x"}


@pytest.mark.parametrize(
    ("host", "variable", "header"),
    [
        ("api.openai.com", None, ("authorization", "Bearer o")),
        ("api.anthropic.com", None, ("x-api-key", "a")),
        ("generativelanguage.googleapis.com", None, ("x-goog-api-key", "g")),
        ("api.anthropic.com", "OTHER", ("x-api-key", "x")),
        ("llm.example.com", "OTHER", ("authorization", "Bearer x")),
    ],
)
def test_a_key_goes_where_it_belongs(host: str, variable: str | None, header: tuple[str, str]) -> None:
    assert credential(host, KEYS, variable) == (header,)


def test_a_host_of_nobody_is_given_no_key() -> None:
    assert credential("127.0.0.1", KEYS) == ()
    assert credential("api.openai.com.example.com", KEYS) == ()


def test_no_key_goes_in_the_clear_that_was_not_named() -> None:
    assert credential("api.openai.com", KEYS, secure=False) == ()
    assert credential("api.openai.com", KEYS, "OTHER", secure=False) == (("authorization", "Bearer x"),)


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(SettingsError, match=r"no key for api\.groq\.com: set GROQ_API_KEY"):
        credential("api.groq.com", KEYS)
    with pytest.raises(SettingsError, match="set NOT_SET"):
        credential("127.0.0.1", KEYS, "NOT_SET")
    assert all(provider.variables for provider in PROVIDERS)
