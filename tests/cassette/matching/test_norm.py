import pytest

from fakeai_proxy.cassette.matching.llm import llm
from fakeai_proxy.cassette.matching.norm import masks, norm

from .asked import chat

PAIRS = {
    "uuid": ("5f0e4c1a-1b2c-4d3e-8f90-a1b2c3d4e5f6", "00000000-0000-4000-8000-000000000000"),
    "date": ("2025-11-02", "2026-01-31"),
    "date and time": ("2025-11-02T10:20:30.5Z", "2026-01-31 00:00:00+01:00"),
    "rfc 2822": ("Sun, 2 Nov 2025 10:20:30 GMT", "Sat, 31 Jan 2026 00:00:00 +0100"),
    "epoch": ("1762078830", "1769814000123"),
    "ulid": ("01JBQ2V3W4X5Y6Z7A8B9C0D1E2", "01KAAAAAAAAAAAAAAAAAAAAAAA"),
    "path": ("/tmp/pytest-of-me/pytest-1/x.txt", "/tmp/tmpab12/y/x.txt"),
    "path on a Mac": ("/private/var/folders/ab/cd/T/tmp1", "/var/folders/x/y/T/tmp2"),
    "path on Windows": (r"C:\Users\me\AppData\Local\Temp\a.txt", r"D:\temp\b.txt"),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_what_changes_from_run_to_run_does_not_count(kind):
    one, other = (llm(chat(f"Read '{text}', please")) for text in PAIRS[kind])
    assert one.key() != other.key()
    assert norm(one).key() == norm(other).key()


def test_what_only_looks_like_it_counts():
    for text in (
        "call 15550001111222",
        "v2025-13-45",
        "1-2-3",
        "page 123456789012",
        "/home/me/tmp",
        "a-b",
    ):
        form = llm(chat(text))
        assert norm(form) is form


def test_numbers_count():
    form = llm(chat("Hi", seed=1762078830))
    assert norm(form) is form


def test_every_mask_is_told():
    form = llm(chat("On 2025-11-02 I saw 5f0e4c1a-1b2c-4d3e-8f90-a1b2c3d4e5f6", "and /tmp/a-2025-11-02"))
    assert [tuple(one) for one in masks(form)] == [
        ("/messages/0/content", "uuid", "5f0e4c1a-1b2c-4d3e-8f90-a1b2c3d4e5f6"),
        ("/messages/0/content", "date", "2025-11-02"),
        ("/messages/1/content", "path", "/tmp/a-2025-11-02"),
    ]
    assert norm(form).body.count(b"<date>") == 1
