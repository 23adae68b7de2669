"""The cassette that comes with the project, replayed as its README says."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import zstandard

from tests.markdown import ROOT, blocks

from .cli_process import fakeai
from .recording import rows

SAMPLE = ROOT / "cassettes" / "hello.db"
README = SAMPLE.with_name("README.md")
REPLAY = next(block for block in blocks(README) if "--mode replay" in block.text).text
PRIVATE = ("/home/", "/root", "/tmp", "/Users/", "authorization", "api-key", "bearer")


def test_the_readme_replays_it_and_nothing_is_written(tmp_path: Path, confdir: Path) -> None:
    shutil.copytree(SAMPLE.parent, tmp_path / "cassettes")
    key, program, *arguments = shlex.split(REPLAY)
    assert (key, program) == ("OPENAI_API_KEY=any", "fakeai-proxy")
    flags, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 2 :]
    given = (*flags, "--confdir", str(confdir), "--speed", "0", "--", sys.executable, *command)
    ran = fakeai(*given, folder=tmp_path, environ={"OPENAI_API_KEY": "any"})
    assert (ran.returncode, ran.stderr) == (0, "fakeai-proxy: 3 requests: 3 replayed\n")
    lines = [re.sub(r"(whole|streamed): \w.+", r"\1: text", line) for line in ran.stdout.splitlines()]
    assert lines == ["whole: text", "streamed: text", "embedded: 256 dimensions"]
    copied = tmp_path / "cassettes" / SAMPLE.name
    assert copied.read_bytes() == SAMPLE.read_bytes()
    assert not [*copied.parent.glob("*.db-*")]


def test_it_holds_what_the_readme_says() -> None:
    asked = rows(SAMPLE, "SELECT path, model, stream FROM interaction WHERE state = 'active' ORDER BY seq")
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
    assert SAMPLE.stat().st_size < 150_000
    with closing(sqlite3.connect(f"{SAMPLE.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        bodies = connection.execute("SELECT codec, data FROM blob").fetchall()
        dumped = "\n".join(connection.iterdump())
    text = "\n".join((dumped, *(plain(*body).decode() for body in bodies))).lower()
    assert [private for private in (*PRIVATE, str(ROOT)) if private.lower() in text] == []
    assert not re.search(r"\bsk-|\b\d{1,3}(\.\d{1,3}){3}:\d", text)


def plain(codec: str, data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(data) if codec == "zstd" else data
