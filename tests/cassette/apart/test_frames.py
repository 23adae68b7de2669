from io import BytesIO

from hypothesis import given, settings

from fakeai_proxy.cassette.apart import frames
from tests.cassette.tapes import captures


@given(captures(3))
@settings(max_examples=40)
def test_a_capture_comes_out_as_it_went_in(capture):
    heard = frames.read(BytesIO(b"".join(frames.captured(7, capture))))
    assert heard is not None
    (name, number, *told), pieces = heard
    assert (name, number) == ("capture", 7)
    assert frames.put_together(told, pieces) == capture


def test_frames_may_break_off():
    whole = b"".join(frames.frame(("a",), (b"x" * 99, b"y")))
    source = BytesIO(whole + b"".join(frames.frame(("b",))))
    assert [frames.read(source), frames.read(source)] == [(("a",), (b"x" * 99, b"y")), (("b",), ())]
    assert [frames.read(BytesIO(whole[:size])) for size in (0, 3, 9, len(whole) - 1)] == [None] * 4
