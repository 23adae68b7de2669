import pytest
from pydantic import ValidationError

from fakeai_proxy.cassette.redaction.settings import CREDENTIAL_HEADERS, RedactionSettings


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"pointers": ["user"]}, "is no JSON pointer"),
        ({"pointers": ["/a~2"]}, "is no JSON pointer"),
        ({"patterns": ["("]}, "is no regular expression"),
        ({"ignore": ["["]}, "is no regular expression"),
        ({"keep_headers": ["a b"]}, "is no name of a header"),
        ({"keep_headers": ["Authorization"]}, "never kept"),
        ({"personal": ["mail"]}, "Input should be"),
        ({"names": ["a b"]}, "String should match"),
        ({"personel": []}, "Extra inputs"),
    ],
)
def test_what_is_wrong_is_refused(given, told):
    with pytest.raises(ValidationError, match=told):
        RedactionSettings(**given)


def test_names_of_headers_are_lower_case():
    assert RedactionSettings(keep_headers=("OpenAI-Organization", "X-My-*")).keep_headers == (
        "openai-organization",
        "x-my-*",
    )


@pytest.mark.parametrize("name", sorted(CREDENTIAL_HEADERS))
def test_credentials_may_be_dropped_but_not_kept(name):
    assert RedactionSettings(drop_headers=(name,)).drop_headers == (name,)
    with pytest.raises(ValidationError):
        RedactionSettings(keep_headers=(name,))
