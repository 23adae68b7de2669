import pytest

from fakeai_proxy.cassette.redaction.borders import begins

BLOB = b"Qm9ndXNCb2d1c0JvZ3VzQm9ndXNCb2d1c0JvZ3VzQm9ndXNCb2d1c0JvZ3Vz"


@pytest.mark.parametrize("before", [b"", b" ", b'"', b"(", b"\\n", b"\\u000a", b"%20", b"k=", b"my-", b"a_"])
def test_words_begin_after_borders_and_escapes(before):
    assert begins(before + b"sk-1", len(before))


@pytest.mark.parametrize("before", [b"ri", b"2", BLOB, BLOB + b"-", BLOB + b"_"])
def test_but_not_within_words_and_blobs(before):
    assert not begins(before + b"sk-1", len(before))


def test_a_long_name_is_no_blob():
    before = b"backup-of-the-configuration-of-the-production-system-of-today-"
    assert begins(before + b"sk-1", len(before))
