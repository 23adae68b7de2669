from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run


def test_recordings_of_the_same_look_alike(run: Run) -> None:
    made(Path("a.db"), (ask("Hi"), answer()))
    made(Path("b.db"), (ask("Hi"), answer()))
    made(Path("c.db"), (ask("Ho"), answer()))
    first = run("cassette", "textconv", "a.db").out
    assert '"content": "Hi"' in first
    assert run("cassette", "textconv", "b.db").out == first
    assert run("cassette", "textconv", "c.db").out != first


def test_git_shows_what_was_said(tmp_path: Path) -> None:
    textconv = f"{shlex.quote(sys.executable)} -m fakeai_proxy cassette textconv"
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    environ = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path)}

    def git(*arguments: str) -> str:
        command = ["git", *identity, "-c", f"diff.fakeai-cassette.textconv={textconv}", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
        ).stdout

    git("init", "-q")
    (tmp_path / ".gitattributes").write_text("*.db diff=fakeai-cassette\n")
    made(tmp_path / "a.db", (ask("Hi"), answer()))
    git("add", ".")
    git("commit", "-qm", "first")
    (tmp_path / "a.db").unlink()
    made(tmp_path / "a.db", (ask("Ho"), answer()))
    lines = [line for line in git("diff").splitlines() if line[:1] in "+-" and "content" in line]
    assert [line[0] + line.partition('"content": ')[2] for line in lines] == ['-"Hi"}}', '+"Ho"}}']
