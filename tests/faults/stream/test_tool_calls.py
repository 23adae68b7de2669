from __future__ import annotations

from fakeai_proxy.faults.events import Framer, WireEvent, tool_calls
from tests.faults.replies import CALL_EVENTS, CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS, after, stream
from tests.playbook import body


def flawed(flaw: str, of: tuple[bytes, ...] = CALL_EVENTS) -> list[WireEvent]:
    content = body(after({"type": "stream.tool_calls", "flaw": flaw}, stream(of)))
    return [piece for piece in Framer().feed(content) if isinstance(piece, WireEvent)]


def calls(events: list[WireEvent]) -> list[dict[str, object]]:
    return [call for event in events for call in tool_calls(event.object)]


def test_no_call_has_an_id() -> None:
    assert not any("id" in call for call in calls(flawed("no_id")))
    assert "id" not in flawed("no_id", MESSAGE_EVENTS)[4].object["content_block"]
    item = flawed("no_id", RESPONSE_EVENTS)[1].object["item"]
    assert item == {"type": "function_call"}


def test_no_piece_tells_which_call_it_is_of() -> None:
    assert not any("index" in call for call in calls(flawed("no_index")))
    numbered = ["index" in event.object for event in flawed("no_index", MESSAGE_EVENTS)]
    assert numbered == [False, True, True, True, False, False, True, False, False]
    assert "output_index" not in flawed("no_index", RESPONSE_EVENTS)[2].object


def test_every_piece_is_of_the_next_call() -> None:
    assert [call["index"] for call in calls(flawed("shifted"))] == [1, 1, 1, 2, 2]


def test_pieces_of_calls_alternate() -> None:
    order = [CALL_EVENTS.index(event.raw) for event in flawed("interleaved")]
    assert order == [0, 1, 4, 2, 5, 3, 6, 7]


def test_pieces_that_nothing_follows_come_too() -> None:
    order = [CALL_EVENTS.index(event.raw) for event in flawed("interleaved", CALL_EVENTS[:6])]
    assert order == [0, 1, 4, 2, 5, 3]
    assert len(flawed("interleaved", MESSAGE_EVENTS)) == len(MESSAGE_EVENTS)
    assert len(flawed("interleaved", RESPONSE_EVENTS)) == len(RESPONSE_EVENTS)


def test_other_events_are_the_same_bytes() -> None:
    for flaw in ("no_id", "no_index", "shifted", "interleaved"):
        assert [event.raw for event in flawed(flaw, CHAT_EVENTS)] == [*CHAT_EVENTS]
