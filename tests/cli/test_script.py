from __future__ import annotations

from pathlib import Path

from .conftest import Run


def test_it_prints_a_file_with_addons(run: Run) -> None:
    path = Path(run("script").out.rstrip("\n"))
    assert path.is_file()
    assert "addons = [FakeAI()]" in path.read_text()
