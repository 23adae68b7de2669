from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.text.files import write_text
from fakeai_proxy.cassette.text.opening import is_text, opening
from tests.cassette.tape import answer, ask, made


def test_a_cassette_and_its_text_are_read_alike(tmp_path: Path) -> None:
    cassette, text = made(tmp_path / "a.db", (ask(), answer())), tmp_path / "a.jsonl"
    with reading(cassette) as tape:
        write_text(tape, text, lambda: None)
    assert (is_text(cassette), is_text(text)) == (False, True)
    with opening(cassette) as one, opening(text) as other:
        assert list(one.all()) == list(other.all())
        assert (one.path, other.path) == (cassette, text)


def test_what_is_neither_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"a": 1}\n')
    for name in ("b.jsonl", "c.db"):
        with pytest.raises(CassetteError), opening(tmp_path / name):
            pass
