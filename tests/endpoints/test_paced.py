from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import DONE
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.endpoints.identity import Identity
from fakeai_proxy.endpoints.paced import interleaved, paced
from tests.playbook import play

IDENTITY = Identity("req_1", "1")


def due(waits, opening, rows, closing=()):
    return [
        (at, step.body)
        for at, step in play(paced(IDENTITY, waits, opening, rows, closing))
        if isinstance(step, Data)
    ]


def test_each_token_is_due_at_its_time():
    assert due([0.5, 0.1, 0.2], [b"open"], [[b"a"], [b"b"], [b"c"]], [b"close"]) == [
        (0.5, b"open"),
        (0.5, b"a"),
        (0.6, b"b"),
        (0.8, b"c"),
        (0.8, b"close"),
        (0.8, DONE),
    ]


def test_what_comes_after_the_last_token_waits_for_nothing():
    assert due([0.5], [], [[b"a"], [b"finish"]])[1] == (0.5, b"finish")


def test_the_head_comes_with_the_first_token_and_the_end_last():
    played = play(paced(IDENTITY, [0.5], [], []))
    assert [(at, type(step)) for at, step in played] == [(0.5, Head), (0.5, Data), (0.5, End)]
    assert ("content-type", "text/event-stream; charset=utf-8") in played[0][1].headers


def test_without_latency_there_is_no_wait():
    assert [type(step) for step in paced(IDENTITY, [], [], [[b"a"]])] == [Head, Data, Data, End]


def test_streams_take_turns():
    rows = interleaved([iter([b"a0", b"a1"]), iter([b"b0"]), iter([b"c0", b"c1", b"c2"])])
    assert list(map(list, rows)) == [[b"a0", b"b0", b"c0"], [b"a1", b"c1"], [b"c2"]]


@given(st.lists(st.lists(st.binary(max_size=2), max_size=5), min_size=1, max_size=4))
def test_nothing_is_lost_in_turns(streams):
    sent = list(chain.from_iterable(interleaved([iter(stream) for stream in streams])))
    assert sorted(sent) == sorted(chain.from_iterable(streams))
