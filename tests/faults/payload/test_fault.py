"""What all faults of answers have in common."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from fakeai_proxy.faults import FAULTS, ReplyFault, fault_named, fault_of
from fakeai_proxy.faults.payload.fault import PayloadFault
from tests.playbook import body

from .answers import APIS, OFFERED, TIME, WEATHER, Answer, Api
from .played import EVENTS, JSON, hit, reply

NAMES = [
    name for name in FAULTS if name.startswith("payload.") and issubclass(fault_named(name), PayloadFault)
]
NO_ANSWERS = (b'{"error": {"message": "no", "type": "server_error"}}', b"[]", b"null", b"no json", b"")
FULL = Answer(calls=(WEATHER, TIME), thoughts=("I", " see"))


@pytest.mark.parametrize("name", NAMES)
def test_they_read_the_content_and_say_what_they_do(name: str) -> None:
    fault = fault_named(name)
    assert issubclass(fault, ReplyFault)
    assert fault.reads_content
    assert not fault.timed
    assert len((fault.__doc__ or "").splitlines()[0]) <= 106
    for field, told in fault.model_fields.items():
        assert told.description or field == "type"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_answer_passes_and_is_told(name: str) -> None:
    for content in NO_ANSWERS:
        passes_and_is_told(name, content)


def passes_and_is_told(name: str, content: bytes) -> None:
    fault = fault_of({"type": name})
    assert isinstance(fault, ReplyFault)
    transform = fault.start(hit())
    length = ("content-length", str(len(content)))
    steps: list[Step] = [Head(500, (JSON, length)), *([Data(content)] if content else []), End()]
    assert [after for step in steps for after in transform.feed(step)] == steps
    assert getattr(transform, "skipped", None) == "the reply was no answer of a known API"


@pytest.mark.parametrize("name", NAMES)
def test_streams_keep_waits_and_ends(name: str) -> None:
    for api in APIS:
        steps: list[Step] = [Head(200, (EVENTS,))]
        for event in FULL.streamed(api):
            steps += [Wait(0.5), Data(event)]
        made = reply({"type": name}, [*steps, End()], hit(api, OFFERED))
        assert [step for step in made if isinstance(step, Wait)] == [Wait(0.5)] * (len(steps) // 2)
        assert (made[0], made[-1]) == (steps[0], End())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8)
@given(st.sampled_from(APIS), st.data())
def test_the_borders_of_pieces_do_not_matter(name: str, api: Api, data: st.DataObject) -> None:
    """And one seed is one reply."""
    stream = b"".join(FULL.streamed(api))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert edited(name, api, pieces) == edited(name, api, [stream])


def edited(name: str, api: Api, pieces: list[bytes]) -> bytes:
    steps = [Head(200, (EVENTS,)), *(Data(piece) for piece in pieces if piece), End()]
    return body(reply({"type": name}, steps, hit(api, OFFERED)))


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_that_breaks_off_is_not_completed(name: str) -> None:
    for api in APIS:
        events = FULL.streamed(api)[:4]
        half = [*events[:-1], events[-1][:-20]]
        made = body(reply({"type": name}, [Head(200, (EVENTS,)), *map(Data, half), End()], hit(api)))
        assert made.endswith(half[-1])
