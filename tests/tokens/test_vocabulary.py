from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tiktoken
from tiktoken_ext.openai_public import ENCODING_CONSTRUCTORS

from fakeai_proxy.tokens.vocabulary import CL100K, FOLDER, O200K, USER_FOLDER, VOCABULARIES, Vocabulary


@pytest.mark.parametrize("name", VOCABULARIES)
def test_ranks_and_pattern_are_those_of_the_installed_tiktoken(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER_FOLDER, str(FOLDER))
    theirs = ENCODING_CONSTRUCTORS[name]()
    assert VOCABULARIES[name].pattern == theirs["pat_str"]
    assert VOCABULARIES[name].ranks() == theirs["mergeable_ranks"]


def test_a_vocabulary_in_the_folder_of_the_user_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FOLDER / CL100K.file, tmp_path)
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    elsewhere = Vocabulary(CL100K.file, CL100K.sha256, CL100K.pattern)
    assert len(elsewhere.read()) == (tmp_path / CL100K.file).stat().st_size


@pytest.mark.parametrize("content", [None, b"", b"IQ== 0\n"])
def test_a_missing_or_damaged_copy_of_the_user_is_passed_over(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / CL100K.file).write_bytes(content)
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    assert CL100K.read() == (FOLDER / CL100K.file).read_bytes()


def test_a_damaged_copy_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="missing or damaged"):
        Vocabulary("NOTICE", CL100K.sha256, "").read()


def test_loading_leaves_the_cache_of_tiktoken_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER_FOLDER, raising=False)
    assert O200K.ranks()[b" the"] == 290
    assert USER_FOLDER not in __import__("os").environ
    assert "o200k_base" not in tiktoken.registry.ENCODINGS
