from threading import Thread

import pytest

from fakeai_proxy.cassette.backlog import BATCH, BATCH_BYTES, Backlog


def test_first_in_first_out_in_batches():
    backlog = Backlog[int]()
    for number in range(BATCH + 3):
        assert backlog.offer(number, 1)
    assert backlog.take() == [*range(BATCH)]
    assert backlog.take() == [*range(BATCH, BATCH + 3)]
    assert [backlog.offer(number, BATCH_BYTES) for number in range(2)] == [True, True]
    assert backlog.take() == [0]


def test_what_has_no_room_is_refused_but_for_a_first_one():
    backlog = Backlog[str](most_bytes=10, most=3)
    assert backlog.offer("larger than all the room", 50)
    assert not backlog.offer("small", 1)
    assert backlog.take() == ["larger than all the room"]
    assert [backlog.offer(name, 1) for name in "abcd"] == [True, True, True, False]


def test_who_takes_waits_for_something():
    backlog, heard = Backlog[int](), []

    def listen():
        while batch := backlog.take():
            heard.extend(batch)

    listener = Thread(target=listen)
    listener.start()
    for number in range(50):
        backlog.offer(number, 1)
    backlog.end()
    listener.join()
    assert heard == [*range(50)]


def test_after_the_end_nothing_is_let_in():
    backlog = Backlog[int]()
    backlog.offer(1, 1)
    backlog.end()
    with pytest.raises(ValueError, match="closed"):
        backlog.offer(2, 1)
    assert (backlog.take(), backlog.take()) == ([1], [])
