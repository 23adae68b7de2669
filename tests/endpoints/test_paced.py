from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import DONE
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.endpoints.identity import Identity
from fakeai_proxy.endpoints.paced import interleaved, paced
from tests.playbook import play

from .runs import planned

IDENTITY = Identity("req_1", "1")


def due(waits, opening, rows, closing=(), hidden=0):
    return [
        (at, step.body)
        for at, step in play(paced(IDENTITY, planned(*waits), opening, rows, closing, hidden))
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


def test_hidden_tokens_come_before_the_head():
    assert due([0.5, 0.1, 0.2], [b"open"], [[b"a"], [b"finish"]], hidden=2) == [
        (0.8, b"open"),
        (0.8, b"a"),
        (0.8, b"finish"),
        (0.8, DONE),
    ]
    assert due([0.5, 0.1], [b"open"], [[b"finish"]], hidden=2)[:2] == [(0.6, b"open"), (0.6, b"finish")]


def test_the_head_comes_with_the_first_token_and_the_end_last():
    played = play(paced(IDENTITY, planned(0.5), [], []))
    assert [(at, type(step)) for at, step in played] == [(0.5, Head), (0.5, Data), (0.5, End)]
    assert ("content-type", "text/event-stream; charset=utf-8") in played[0][1].headers
    assert ("openai-processing-ms", "500") in played[0][1].headers


def test_without_latency_there_is_no_wait():
    steps = paced(IDENTITY, planned(), [], [[b"a"]], hidden=3)
    assert [type(step) for step in steps] == [Head, Data, Data, End]


def test_the_run_is_closed_when_the_reply_is_however_far_it_came():
    for pulled in (0, 1, 3, 9):
        run = planned(0.5, 0.1)
        reply = paced(IDENTITY, run, [b"open"], [[b"a"], [b"b"]])
        assert not run.closed
        for _ in zip(range(pulled), reply, strict=False):
            pass
        reply.close()
        assert run.closed


def test_streams_take_turns():
    rows = interleaved([iter([b"a0", b"a1"]), iter([b"b0"]), iter([b"c0", b"c1", b"c2"])])
    assert list(map(list, rows)) == [[b"a0", b"b0", b"c0"], [b"a1", b"c1"], [b"c2"]]


def test_a_stream_may_begin_later():
    rows = interleaved([iter([b"a0", b"a1"]), iter([b"b0"])], late=[0, 3])
    assert list(map(list, rows)) == [[b"a0"], [b"a1"], [], [b"b0"]]


@given(st.lists(st.lists(st.binary(max_size=2), max_size=5), min_size=1, max_size=4))
def test_nothing_is_lost_in_turns(streams):
    sent = list(chain.from_iterable(interleaved([iter(stream) for stream in streams])))
    assert sorted(sent) == sorted(chain.from_iterable(streams))
