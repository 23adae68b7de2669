"""The demo, for real: two upstreams' worth of processes, an SDK, no network."""

from __future__ import annotations

from pathlib import Path

from .cli_process import fakeai


def test_recorded_and_replayed_alike(tmp_path: Path) -> None:
    """Neither the user's settings nor a key of theirs take part, and nothing is left behind."""
    environ = {
        "OPENAI_API_KEY": "sk-must-not-be-used",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "FAKEAI_MODE": "passthrough",
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    ran = fakeai("demo", folder=tmp_path, environ=environ)
    assert (ran.returncode, ran.stderr) == (0, "")
    rows = [line for line in ran.stdout.splitlines() if line.startswith("│")]
    assert [row.split("│")[1].strip() for row in rows] == ["recorded", "replayed"]
    assert "yes" in rows[1]
    assert list(tmp_path.iterdir()) == []
