from dataclasses import replace

import pytest

from fakeai_proxy.cassette.diff.amounts import counts, latency
from fakeai_proxy.cassette.recording import Slice
from tests.cassette.diff.replies import chat, streamed, whole

MS = 1_000_000


def test_counts_of_tokens() -> None:
    before = whole(chat())
    more = whole(chat(usage={"prompt_tokens": 5, "completion_tokens": 9}))
    without = whole(chat(usage=None))
    assert list(counts(before, before)) == []
    assert [str(one) for one in counts(before, more)] == ["info tokens_changed completion tokens: 2 -> 9"]
    assert [str(one) for one in counts(before, without)] == [
        "warn usage_removed usage: 5 + 2 tokens -> nothing"
    ]
    assert [one.kind for one in counts(without, before)] == ["usage_added"]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (1000, 1900, []),
        (1000, 2000, ["slower"]),
        (10, 200, []),
        (2000, 900, ["faster"]),
        (0, 250, ["slower"]),
    ],
)
def test_times_that_are_far_apart(before: int, after: int, kinds: list[str]) -> None:
    one, other = (replace(whole({}), end_ns=ms * MS) for ms in (before, after))
    assert [each.kind for each in latency(one, other)] == kinds


def test_the_first_piece_of_a_stream() -> None:
    one, other = (streamed(slices=(Slice(ms * MS, 0, 1),), end_ns=9000 * MS) for ms in (100, 900))
    assert [str(each) for each in latency(one, other)] == ["info slower first piece: 100 ms -> 900 ms"]
