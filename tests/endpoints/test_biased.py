import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.biased import bias_of

MODEL = Catalog.load().use("gpt-4o")


def test_tokens_are_those_of_the_model():
    assert bias_of({"13": -100, "9999999999": 100}, MODEL) == (("\ufffd",), {".": 0.0})


@pytest.mark.parametrize("key", ["yes", "-1", "1.0", "²", "9" * 30])
def test_what_is_no_token_id(key):
    with pytest.raises(ApiError, match="non-negative integers"):
        bias_of({key: 1}, MODEL)
