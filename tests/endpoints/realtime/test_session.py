from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Message, Wait
from fakeai_proxy.endpoints.realtime.session import WAITING, WAITING_BYTES
from fakeai_proxy.wire.realtime_events import EVENTS, OLDER
from tests.endpoints.asking import paced, services

from .talking import BETA, UPGRADE, Talk, types, user
from .typed_events import check


def test_events_have_ids_of_their_own_and_the_same_ones_in_every_run():
    one, other = Talk(), Talk()
    said = [user("Hi"), {"type": "response.create", "response": {"output_modalities": ["text"]}}]
    heard = one.hear() + one.say(*said)
    assert heard == other.hear() + other.say(*said)
    assert len({event["event_id"] for event in heard}) == len(heard)


WRONG = [
    ("{", "invalid_json", None, None),
    (b"\xff", "invalid_json", None, None),
    ("[]", "invalid_json", None, None),
    ('{"event_id": "e1"}', "missing_required_parameter", "type", None),
    ('{"type": 7}', "invalid_value", "type", None),
    ('{"type": "response.stop", "event_id": "e1"}', "invalid_value", "type", "e1"),
    ('{"type": "response.create", "event_id": 5}', "invalid_type", "event_id", None),
    ('{"type": "response.create", "wrong": 5}', "unknown_parameter", "wrong", None),
]


def test_what_is_no_event_is_an_error_and_the_session_goes_on():
    talk = Talk()
    talk.hear()
    for message, code, param, event_id in WRONG:
        [refused, *rest] = talk.say(message, {"type": "input_audio_buffer.clear"})
        error = refused["error"]
        assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", code, param)
        assert error["event_id"] == event_id
        assert types(rest) == ["input_audio_buffer.cleared"]
        check([refused])


def test_an_unknown_type_is_told_the_known_ones():
    for headers, known in ((UPGRADE, EVENTS), (BETA, OLDER)):
        talk = Talk(headers=headers)
        talk.hear()
        [refused] = talk.say({"type": "response.stop"})
        assert all(f"'{name}'" in refused["error"]["message"] for name in known)


def test_messages_that_nobody_hears_are_bounded():
    for content, number in (("{}", WAITING), ("x" * (WAITING_BYTES // 4), 4)):
        talk = Talk()
        talk.hear()
        for _ in range(number):
            talk.session.feed(step_of(content))
        [close] = talk.session.feed(step_of(content))
        assert close.code == 1008


def step_of(content):
    return Message(content)


def test_a_message_cuts_a_wait_short():
    talk = Talk(services(generation=paced(1000, 10)))
    talk.hear()
    talk.say(user("Hi"), {"type": "response.create"})
    wait = next(talk.steps)
    assert isinstance(wait, Wait)
    assert wait.hold is not None
    assert not wait.hold.over
    assert [*talk.session.feed(step_of('{"type": "response.cancel"}'))] == []
    assert wait.hold.over
    talk.left = 0.0
    assert types(talk.hear()) == ["response.done"]


def test_it_frees_what_it_holds_when_the_client_leaves():
    to = services(generation=paced(1000, 10), clock=ManualClock())
    talk = Talk(to)
    talk.hear()
    talk.say(user("Hi"), {"type": "response.create"}, seconds=1.5)
    assert [exchange.endpoint for exchange in to.telemetry.open] == ["/realtime"]
    talk.steps.close()
    assert not to.telemetry.open


TO = services()
TEXTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.lists(st.integers(), max_size=2)
)
MEMBERS = st.sampled_from(
    (
        "session",
        "item",
        "audio",
        "item_id",
        "response",
        "response_id",
        "content_index",
        "audio_end_ms",
        "type",
    )
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.dictionaries(st.one_of(MEMBERS, st.text(max_size=5)), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(OLDER)), st.dictionaries(MEMBERS, VALUES, max_size=4)), max_size=6
    )
)
def test_no_event_breaks_it(events):
    for headers in (UPGRADE, BETA):
        talk = Talk(TO, headers=headers)
        talk.hear()
        said = [json.dumps({**fields, "type": kind}) for kind, fields in events]
        heard = talk.say(*said, {"type": "input_audio_buffer.clear"})
        assert heard[-1]["type"] == "input_audio_buffer.cleared" or heard[-1]["type"].startswith("response.")
        check(heard, headers is BETA)


def test_what_goes_wrong_unasked_is_an_event_too():
    def wrong():
        yield {"type": "input_audio_buffer.cleared"}
        raise ApiError(400, "full", code="conversation_full")

    talk = Talk()
    talk.hear()
    talk.session.state.agenda.start(wrong())
    heard = talk.say({"type": "input_audio_buffer.clear"})
    assert types(heard) == ["input_audio_buffer.cleared", "error"]
    assert heard[-1]["error"]["code"] == "conversation_full"
