import pytest

from fakeai_proxy.endpoints.context import is_openai


@pytest.mark.parametrize(
    ("host", "openai"),
    [
        ("api.openai.com", True),
        ("mine.openai.azure.com", True),
        ("integrate.api.nvidia.com", False),
        ("api.openai.com.example.org", False),
        ("localhost", False),
    ],
)
def test_openai_and_azure_are_strict(host, openai):
    assert is_openai(host) is openai
