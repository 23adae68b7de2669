from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.cassette.recorder import Recorder
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

from .tape import JSON, ask

REQUEST = ask()


def recorded(*steps: Step, cap: int = 100) -> Capture | None:
    """Each step 0.1 s after the one before."""
    clock, seen = ManualClock(5.0), list[Capture]()
    recorder = Recorder(REQUEST, order=3, replace="llm@1", clock=clock, submit=seen.append, cap=cap)
    for step in steps:
        clock.advance(0.1)
        assert recorder.feed(step) == (step,)
    clock.advance(0.1)
    recorder.close()
    return seen[0] if seen else None


def test_what_is_seen_is_kept_with_its_time():
    head = Head(200, JSON)
    assert recorded(head, Data(b"a"), Data(b"b"), End()) == Capture(
        request=REQUEST,
        order=3,
        replace="llm@1",
        started_at=1_700_000_000.0,
        head=head,
        head_ns=100_000_000,
        chunks=(Chunk(200_000_000, b"a"), Chunk(300_000_000, b"b")),
        end="complete",
        end_ns=400_000_000,
    )


def test_a_client_that_leaves():
    seen = recorded(Head(200), Data(b"a"))
    assert seen
    assert (seen.end, seen.end_ns) == ("client_abort", 300_000_000)


def test_an_upstream_that_breaks():
    seen = recorded(Head(200), Data(b"a"), Abort("reset"))
    assert seen
    assert seen.end == "upstream_reset"


def test_over_the_cap_the_recording_is_cut_and_the_relay_goes_on():
    seen = recorded(Head(200), Data(b"12345"), Data(b"6789"), Data(b"x"), End(), cap=8)
    assert seen
    assert (seen.end, [chunk.body for chunk in seen.chunks]) == ("truncated", [b"12345"])


def test_no_reply_no_recording():
    assert recorded(Abort("reset")) is None
    assert recorded() is None
