from threading import Thread

import pytest

from fakeai_proxy.cassette.apart.outgoing import COPIED, Outgoing
from fakeai_proxy.cassette.backlog import BATCH, BATCH_BYTES

WRITE = b"|"


def poured(outgoing):
    pieces = []
    assert outgoing.pour(lambda piece: pieces.append(bytes(piece)), 0)
    return b"".join(pieces)


def test_first_in_first_out_and_written_batch_by_batch():
    outgoing = Outgoing(WRITE)
    for _ in range(BATCH + 3):
        assert outgoing.offer((b"a", b"b"))
    assert poured(outgoing) == b"ab" * BATCH + WRITE + b"ab" * 3 + WRITE
    outgoing.tell((b"c",))
    assert poured(outgoing) == b"c" + WRITE


def test_large_ones_are_not_copied_and_keep_their_place():
    outgoing, large, pieces = Outgoing(WRITE), b"x" * BATCH_BYTES, []
    for frame in ((b"a",), (b"h", large), (b"b",)):
        outgoing.offer(frame)
    assert outgoing.pour(pieces.append, 0)
    assert any(piece is large for piece in pieces)
    assert [piece for piece in pieces[:-1] if piece is not large] == [b"a", b"h"]
    outgoing.offer((b"y" * COPIED,))
    assert poured(outgoing) == b"y" * COPIED + WRITE


def test_what_has_no_room_is_refused_but_for_a_first_one():
    outgoing = Outgoing(WRITE, most_bytes=10, most=3)
    assert outgoing.offer((b"larger than all the room",))
    assert not outgoing.offer((b"small",))
    outgoing.tell((b"smaller still",))
    assert poured(outgoing) == b"larger than all the roomsmaller still" + WRITE
    assert [outgoing.offer((name,)) for name in (b"a", b"b", b"c", b"d")] == [True, True, True, False]


def test_who_pours_waits_for_something_until_the_end():
    outgoing, heard = Outgoing(WRITE), []

    def listen():
        while outgoing.pour(lambda piece: heard.append(bytes(piece)), 0):
            pass

    listener = Thread(target=listen)
    listener.start()
    for number in range(50):
        outgoing.tell((b"%d " % number,))
    outgoing.end()
    listener.join()
    assert b"".join(heard).replace(WRITE, b"").split() == [b"%d" % number for number in range(50)]
    with pytest.raises(ValueError, match="closed"):
        outgoing.offer((b"late",))
    assert outgoing.fills(1, 0)


def test_quiet_is_told_from_more():
    outgoing = Outgoing(WRITE)
    assert not outgoing.fills(3, 0)
    outgoing.tell((b"a",))
    assert outgoing.fills(1, 0)
