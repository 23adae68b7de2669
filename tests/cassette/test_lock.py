from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.lock import WriterLock
from tests.cassette.tape import answer, ask, made

HOLD = """
import sys, pathlib
from fakeai_proxy.cassette.lock import WriterLock
lock = WriterLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_writer_is_refused_until_the_first_is_done(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "a.db")
    with pytest.raises(CassetteError, match="is being recorded by another; it takes one writer at a time"):
        WriterLock(tmp_path / "a.db")
    WriterLock(tmp_path / "b.db").release()
    lock.release()
    lock.release()
    WriterLock(tmp_path / "a.db").release()
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_refused_and_a_killed_one_holds_nothing_back(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    before = path.read_bytes()
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CassetteError, match="one writer"):
            made(path, (ask(), answer()))
        other.kill()
    assert path.read_bytes() == before
    made(path, (ask(), answer()))
    assert list(tmp_path.iterdir()) == [path]
