import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import headers

from .gates import gated

PAGE = "https://app.example"


def asked(origins, origin=PAGE, method="GET", credentials=True, **more):
    to = gated("sk-a", security={"cors_allowed_origins": origins, "cors_allow_credentials": credentials})
    sent = tuple((name.replace("_", "-"), value) for name, value in more.items())
    found = headers(dispatch(Request(method, "/v1/models", headers=(("origin", origin), *sent)), to))
    return {name.removeprefix("access-control-"): value for name, value in found.items() if name[:3] == "acc"}


@pytest.mark.parametrize(
    ("origins", "credentials", "shown"),
    [
        ((PAGE,), True, PAGE),
        (("https://*.example",), False, PAGE),
        (("*",), True, PAGE),
        (("*",), False, "*"),
        (("https://other.example",), True, None),
    ],
)
def test_whose_pages_may_read_answers_and_refusals(origins, credentials, shown):
    found = asked(origins, credentials=credentials)
    assert found.get("allow-origin") == shown
    assert ("allow-credentials" in found) == (credentials and shown is not None)
    assert ("x-ratelimit-limit-requests" in found.get("expose-headers", "")) == (shown is not None)


def test_a_preflight_needs_no_key():
    found = asked(
        (PAGE,),
        method="OPTIONS",
        access_control_request_method="POST",
        access_control_request_headers="authorization, content-type",
    )
    assert found == {
        "allow-origin": PAGE,
        "allow-credentials": "true",
        "allow-methods": "POST",
        "allow-headers": "authorization, content-type",
        "max-age": "600",
    }


def test_programs_without_an_origin_see_nothing_of_it():
    assert asked((PAGE,), origin="") == {}
