import dataclasses

from fakeai_proxy.cassette.interaction import Chunk, Interaction
from fakeai_proxy.cassette.replay import replay
from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from tests.playbook import play

SECOND = 1_000_000_000
WHOLE = Interaction("http", 200, (("a", "b"),), SECOND, (Chunk(2 * SECOND, b"xyz"),), 2 * SECOND)
STREAM = Interaction(
    "sse", 200, (("a", "b"),), SECOND, (Chunk(SECOND, b"1"), Chunk(3 * SECOND, b"2")), 4 * SECOND
)


def test_a_whole_answer_comes_at_its_end_with_its_length():
    head = Head(200, (("a", "b"), ("content-length", "3")))
    assert list(replay(WHOLE, 1.0)) == [Wait(2.0), head, Data(b"xyz"), End()]


def test_a_stream_keeps_pieces_and_times():
    head = Head(200, (("a", "b"),))
    assert play(replay(STREAM, 1.0)) == [(1.0, head), (1.0, Data(b"1")), (3.0, Data(b"2")), (4.0, End())]


def test_speed_divides_every_wait():
    assert [due for due, _ in play(replay(STREAM, 4.0))] == [0.25, 0.25, 0.75, 1.0]
    assert next(replay(WHOLE, 0.5)) == Wait(4.0)


def test_speed_zero_does_not_wait():
    assert not any(isinstance(step, Wait) for reply in (WHOLE, STREAM) for step in replay(reply, 0))


def test_a_stream_that_was_not_heard_to_its_end_breaks_off():
    left = dataclasses.replace(STREAM, end="client_abort")
    assert [step for _, step in play(replay(left, 0))][-2:] == [Data(b"2"), Abort()]


def test_an_answer_without_a_body():
    empty = Interaction("http", 204, (), 0, (), 0)
    assert list(replay(empty, 1.0)) == [Head(204, ()), End()]
