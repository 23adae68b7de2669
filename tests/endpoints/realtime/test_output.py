from fakeai_proxy.endpoints.realtime.output import TICK, part_of, ticked


class Cut:
    """A response that is over after some ticks."""

    def __init__(self, left):
        self.left = left

    def over(self):
        self.left -= 1
        return self.left < 0


def test_ticks_end_with_the_response():
    assert [*ticked(3, Cut(9))] == [TICK] * 3
    assert [*ticked(3, Cut(2))] == [TICK] * 2


def test_parts():
    assert part_of("Hi", None) == {"type": "text", "text": "Hi"}
