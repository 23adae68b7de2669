from __future__ import annotations

from binascii import b2a_base64
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import tiktoken
from tiktoken_ext.openai_public import ENCODING_CONSTRUCTORS

from fakeai_proxy.tokens.vocabulary import (
    CL100K,
    FOLDER,
    O200K,
    USER_FOLDER,
    VOCABULARIES,
    File,
    Vocabulary,
    from_text,
    unpacked,
)


def official(vocabulary: Vocabulary) -> bytes:
    """The text that tiktoken downloads, written from ours."""
    lines = (
        b"%b %d\n" % (b2a_base64(token, newline=False), rank) for token, rank in vocabulary.ranks().items()
    )
    return b"".join(lines)


@pytest.fixture(autouse=True)
def _no_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER_FOLDER, raising=False)


@pytest.mark.parametrize("vocabulary", [CL100K, O200K])
def test_ours_is_the_official_text_in_another_form(vocabulary: Vocabulary) -> None:
    text = official(vocabulary)
    assert sha256(text).hexdigest() == vocabulary.official.sha256
    assert from_text(text) == vocabulary.ranks()


@pytest.mark.parametrize("name", VOCABULARIES)
def test_ranks_and_pattern_are_those_of_the_installed_tiktoken(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = VOCABULARIES[name]
    (tmp_path / ours.official.name).write_bytes(official(ours))
    ranks = ours.ranks()
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    theirs = ENCODING_CONSTRUCTORS[name]()
    assert ours.pattern == theirs["pat_str"]
    assert ranks == theirs["mergeable_ranks"]


def test_a_vocabulary_in_the_folder_of_the_user_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"IQ== 0\nIiI= 1\n"
    (tmp_path / "tiny").write_bytes(text)
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    tiny = replace(CL100K, official=File("tiny", sha256(text).hexdigest()))
    assert tiny.ranks() == {b"!": 0, b'""': 1}


@pytest.mark.parametrize("content", [None, b"", b"IQ== 0\n"])
def test_a_missing_or_damaged_copy_of_the_user_is_passed_over(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / CL100K.official.name).write_bytes(content)
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    assert CL100K.ranks() == unpacked((FOLDER / CL100K.shipped.name).read_bytes())


@pytest.mark.parametrize("name", ["NOTICE", "none.tokens"])
def test_a_missing_or_damaged_copy_of_ours_is_refused(name: str) -> None:
    broken = replace(CL100K, shipped=File(name, CL100K.shipped.sha256))
    with pytest.raises(ValueError, match=f"{name} is missing or damaged"):
        broken.ranks()


def test_lengths_come_before_the_tokens() -> None:
    assert unpacked(b"\1\3\2\0a\0bcde") == {b"a": 0, b"\0bc": 1, b"de": 2}


def test_loading_leaves_the_cache_of_tiktoken_alone() -> None:
    assert O200K.ranks()[b" the"] == 290
    assert USER_FOLDER not in __import__("os").environ
    assert "o200k_base" not in tiktoken.registry.ENCODINGS
