from io import BytesIO

from hypothesis import given, settings

from fakeai_proxy.cassette.apart import frames
from tests.cassette.tapes import captures


@given(captures(3))
@settings(max_examples=40)
def test_a_capture_comes_out_as_it_went_in(capture):
    head, bodies = frames.taken_apart(capture)
    heard = frames.read(BytesIO(b"".join(frames.frame(("capture", 7, *head), bodies))))
    assert heard is not None
    (name, number, *told), pieces = heard
    assert (name, number) == ("capture", 7)
    assert frames.put_together(tuple(told), pieces) == capture


def test_large_bodies_are_not_copied_and_frames_may_break_off():
    large = b"x" * frames.JOINED
    pieces = [*frames.joined([frames.frame(("b",)), frames.frame(("a",), (large, b"y"))])]
    assert any(piece is large for piece in pieces)
    whole = b"".join(pieces)
    source = BytesIO(whole)
    assert [frames.read(source), frames.read(source)] == [(("b",), ()), (("a",), (large, b"y"))]
    begun = len(pieces[0])
    cut = [BytesIO(whole[begun : begun + size]) for size in (0, 3, 9, len(whole) - begun - 1)]
    assert [*map(frames.read, cut)] == [None] * 4
