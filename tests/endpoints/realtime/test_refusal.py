from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Close
from fakeai_proxy.endpoints.realtime.refusal import error_event, facts, refused_type, turned_away

WRONG = ApiError(400, "no", param="x", code="y")


def test_an_error_is_an_event():
    told = {"type": "invalid_request_error", "code": "y", "message": "no"}
    assert facts(WRONG) == told
    assert error_event(WRONG, "e") == {"type": "error", "error": {**told, "param": "x", "event_id": "e"}}


def test_one_that_was_written_for_http_is_read():
    written = ApiError(429, "rate_limit", steps=tuple(error_reply(ApiError(429, "slow", code="z"))))
    assert facts(written) == {"type": "invalid_request_error", "code": "z", "message": "slow"}


def test_a_session_that_never_was_says_why_and_closes():
    event, close = turned_away(WRONG)
    assert event == error_event(WRONG)
    assert close == Close(code=4000, reason="invalid_request_error.y")


def test_types_of_events():
    assert refused_type(None).code == "missing_required_parameter"
    assert "'a', and 'b'" in refused_type("c" * 999, ("a", "b")).message
