import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.media.data_url import from_base64, opened
from fakeai_proxy.endpoints.media.place import Place


def test_it_is_opened():
    found = opened("data:Text/Plain;charset=utf-8;base64,SGk=", place(), "a")
    assert found == ("text/plain", ("charset=utf-8", "base64"), b"Hi")


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("SGk=", "without the 'data:' prefix"),
        ("data:text/plain", "without base64-encoded bytes"),
        ("data:;base64,", "empty base64"),
        ("data:;base64,S", "an invalid base64"),
    ],
)
def test_what_is_wrong_is_said(link, why):
    with pytest.raises(ApiError, match=why):
        opened(link, place(), "a data URL")


def test_what_is_no_base64():
    assert from_base64("é") is None


def place():
    return Place(0, 0, None, None, {})
