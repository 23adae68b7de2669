from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Abort, Data, End, Raw, Step, Wait
from tests.faults.replies import CHAT_EVENTS, COMPLETION, STREAM, after, cut, stream, whole
from tests.playbook import body

NOW = Wait(0)


def pieces(steps: list[Step]) -> list[bytes]:
    return [step.body for step in steps if isinstance(step, Data)]


def test_one_byte_a_write() -> None:
    steps = after("stream.bytewise", stream([b"abc", b"d"]))
    assert steps[1:] == [
        *(Data(b"a"), NOW, Data(b"b"), NOW, Data(b"c"), NOW),
        *(Data(b"d"), NOW),
        End(),
    ]


def test_pieces_and_gaps() -> None:
    given = {"type": "stream.bytewise", "size": 2, "gap_ms": 5, "limit": 3}
    assert after(given, stream([b"abcdef", b"g"]))[1:-1] == [
        *(Data(b"ab"), Wait(0.005), Data(b"c"), Wait(0.005), Data(b"def")),
        Data(b"g"),
    ]


def test_cut_inside_of_every_character_and_nowhere_else() -> None:
    given = {"type": "stream.bytewise", "inside_characters": True}
    found = pieces(after(given, stream(["aé🙂z".encode()])))
    assert found == [b"a\xc3", b"\xa9\xf0", b"\x9f\x99\x82z"]


def test_all_in_one_write() -> None:
    assert after("stream.coalesce", stream(pace=0.1)) == [
        STREAM,
        *[Wait(0.1)] * len(CHAT_EVENTS),
        Data(b"".join(CHAT_EVENTS)),
        End(),
    ]


def test_so_many_bytes_at_a_time() -> None:
    given = {"type": "stream.coalesce", "bytes": 3}
    assert pieces(after(given, stream([b"a", b"bc", b"d", b"e"]))) == [b"abc", b"de"]


def test_what_cannot_wait_sends_off_what_is_held() -> None:
    assert after("stream.coalesce", [STREAM, Data(b"a"), Raw(b"!"), Data(b"b"), Abort()]) == [
        STREAM,
        *(Data(b"a"), Raw(b"!")),
        *(Data(b"b"), Abort()),
    ]


@given(
    st.sampled_from(
        [
            {"type": "stream.bytewise"},
            {"type": "stream.bytewise", "size": 7, "limit": 50},
            {"type": "stream.bytewise", "inside_characters": True},
            {"type": "stream.coalesce"},
            {"type": "stream.coalesce", "bytes": 100},
        ]
    ),
    st.lists(st.integers(0, 10_000), max_size=12),
    st.integers(0, 500),
)
def test_the_content_is_the_same(given: dict[str, object], borders: list[int], start: int) -> None:
    content = b"".join(CHAT_EVENTS)
    assert body(after(given, cut(content, borders), {"after_bytes": start})) == content
    assert body(after(given, whole(), {"after_bytes": start})) == COMPLETION
