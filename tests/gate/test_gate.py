import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import error, headers, steps, told
from tests.playbook import head

from .gates import asked, gated


def test_nobody_is_let_in_without_a_key():
    to = gated(required=True)
    refused = error(asked(to, key=""), 401)
    assert refused["message"].startswith("You didn't provide an API key.")
    assert (refused["type"], refused["code"]) == ("invalid_request_error", None)
    told(asked(to, key="any"))
    assert error(dispatch(Request("GET", "/v1/models"), to), 401)["code"] is None
    assert error(dispatch(Request("GET", "/v1/x"), to), 404)


def test_a_wrong_key():
    to = gated("sk-proj-0123456789abcdef")
    told(asked(to, "sk-proj-0123456789abcdef"))
    refused = error(asked(to, "sk-proj-0123456789abcdeX"), 401)
    assert refused["code"] == "invalid_api_key"
    assert "sk-proj-****cdeX." in refused["message"]
    assert to.telemetry.rows()["status"].tolist() == [200, 401]


@pytest.mark.parametrize(
    ("host", "status", "says"),
    [
        ("mine.openai.azure.com", 401, "invalid subscription key"),
        ("integrate.api.nvidia.com", 403, "Authorization failed"),
    ],
)
def test_in_the_words_of_each_provider(host, status, says):
    to = gated("sk-a")
    for key in ("", "sk-wrong"):
        assert says in str(told(asked(to, key, host), status))


def test_who_is_not_let_in_uses_nothing_up():
    to = gated("sk-a", enabled=True, rpm=2)
    for _ in range(5):
        error(asked(to, "sk-wrong"), 401)
    assert headers(asked(to))["x-ratelimit-remaining-requests"] == "1"


def test_a_reply_that_is_never_read_is_closed():
    to = gated(enabled=True, rpm=1)
    steps(asked(to, stream=True)).close()
    assert to.telemetry.open == set()


def test_refusals_have_ids_of_their_own_the_same_in_every_run():
    runs = [[head(asked(to, "sk-b")).headers for _ in range(2)] for to in (gated("sk-a"), gated("sk-a"))]
    assert runs[0] == runs[1]
    assert runs[0][0] != runs[0][1]
