"""The cassette that comes with the project, replayed as its README says."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.text.build import build
from fakeai_proxy.cassette.text.files import write_text
from tests.markdown import ROOT, blocks

from .cli_process import fakeai
from .recording import rows

SAMPLE = ROOT / "cassettes" / "hello.jsonl"
README = SAMPLE.with_name("README.md")
REPLAY = next(block for block in blocks(README) if "--mode replay" in block.text).text
PRIVATE = ("/home/", "/root", "/tmp", "/Users/", "authorization", "api-key", "bearer")


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    """Made of the text."""
    build(SAMPLE, tmp_path / "made.db", lambda: None)
    return tmp_path / "made.db"


def test_the_readme_replays_it(tmp_path: Path, confdir: Path) -> None:
    shutil.copytree(SAMPLE.parent, tmp_path / "cassettes")
    made, replayed = REPLAY.splitlines()
    assert fakeai(*shlex.split(made)[1:], folder=tmp_path).stdout == "hello.db: 3 recordings\n"
    before = (tmp_path / "hello.db").read_bytes()
    key, program, *arguments = shlex.split(replayed)
    assert (key, program) == ("OPENAI_API_KEY=any", "fakeai-proxy")
    flags, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 2 :]
    given = (*flags, "--confdir", str(confdir), "--speed", "0", "--", sys.executable, *command)
    ran = fakeai(*given, folder=tmp_path, environ={"OPENAI_API_KEY": "any"})
    assert (ran.returncode, ran.stderr) == (0, "fakeai-proxy: 3 requests: 3 replayed\n")
    lines = [re.sub(r"(whole|streamed): \w.+", r"\1: text", line) for line in ran.stdout.splitlines()]
    assert lines == ["whole: text", "streamed: text", "embedded: 256 dimensions"]
    assert (tmp_path / "hello.db").read_bytes() == before
    assert not [*tmp_path.glob("*.db-*")]


def test_the_text_itself_is_no_cassette_to_replay(tmp_path: Path) -> None:
    ran = fakeai("run", "--mode", "replay", "--cassette", str(SAMPLE), folder=tmp_path)
    assert ran.returncode == 2
    assert "fakeai-proxy cassette import" in ran.stderr


def test_it_is_exported_to_the_same_bytes_everywhere(cassette: Path, tmp_path: Path) -> None:
    with reading(cassette) as tape:
        write_text(tape, tmp_path / "again.jsonl", lambda: None)
    assert (tmp_path / "again.jsonl").read_bytes() == SAMPLE.read_bytes()


def test_it_holds_what_the_readme_says(cassette: Path) -> None:
    asked = rows(cassette, "SELECT path, model, stream FROM interaction WHERE state = 'active' ORDER BY seq")
    chat = "/v1/chat/completions"
    assert asked == [
        (chat, "gpt-4o", 0),
        (chat, "gpt-4o", 1),
        ("/v1/embeddings", "text-embedding-3-small", 0),
    ]
    told, program = README.read_text(), SAMPLE.with_name("hello.py").read_text()
    for prompt in ("Say hello.", "Say hello, piece by piece.", "hello"):
        assert f"`{prompt}`" in told
        assert f'"{prompt}"' in program


def test_it_is_one_small_file_and_tells_nothing_of_who_made_it() -> None:
    text = SAMPLE.read_text().lower()
    assert len(text) < 150_000
    assert [private for private in (*PRIVATE, str(ROOT)) if private.lower() in text] == []
    assert not re.search(r"\bsk-|\b\d{1,3}(\.\d{1,3}){3}:\d", text)
