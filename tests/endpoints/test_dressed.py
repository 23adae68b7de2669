import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head
from fakeai_proxy.endpoints.dressed import dressed, uuid_of

ID = "req_00112233445566778899aabbccddeeff"
OURS = (("content-type", "x"), ("openai-version", "1"), ("x-request-id", ID))


def head_of(host: str, status: int = 200, headers=OURS) -> dict[str, str]:
    [head] = dressed(iter((Head(status, headers),)), Request("GET", "/v1/x", host))
    return dict(head.headers)


def test_each_provider_has_headers_of_its_own() -> None:
    assert head_of("api.openai.com") == dict(OURS) == head_of("nim.internal")
    assert head_of("api.anthropic.com") == {
        "content-type": "x",
        "request-id": ID,
        "anthropic-organization-id": head_of("api.anthropic.com")["anthropic-organization-id"],
    }
    azure = head_of("unit.openai.azure.com")
    assert azure["apim-request-id"] == azure["x-request-id"] == uuid_of(ID)
    assert "openai-version" not in azure


@pytest.mark.parametrize(("status", "said"), [(200, "fulfilled"), (404, "rejected"), (503, "errored")])
def test_what_became_of_a_call_of_a_cloud_function(status: int, said: str) -> None:
    told = head_of("integrate.api.nvidia.com", status)
    assert (told["nvcf-status"], told["nvcf-reqid"]) == (said, "00112233-4455-6677-8899-aabbccddeeff")


def test_what_a_provider_wrote_itself_stays() -> None:
    assert head_of("api.anthropic.com", 529, (("request-id", "x"),)) == {"request-id": "x"}
