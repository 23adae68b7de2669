from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.cassette.reading import reading

from .tape import KEY, answer, ask, made


def test_what_was_asked_gives_the_key_again(tmp_path: Path) -> None:
    request = ask(f"Is {KEY} a key?", user=KEY)
    with reading(made(tmp_path / "a.db", (request, answer()))) as tape:
        (recording,) = tape.all()
    key = canonicalize(request, redactor_for(request)).key
    assert recording.key == recording.known_by() == recording.asked.canonical(recording.policy).key == key


def test_rules_of_another_version_give_none(tmp_path: Path) -> None:
    with reading(made(tmp_path / "a.db", (ask(), answer()))) as tape:
        (recording,) = tape.all()
    with pytest.raises(ValueError, match="redaction rules are not known"):
        recording.asked.canonical('keys@99 {"colour": 1}')
