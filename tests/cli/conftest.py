"""Commands in this process: what they print and how they exit."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fakeai_proxy.cli.main import main
from tests.end_to_end.cli_process import LOOKED_AT


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and nothing of the developer's own environment that commands look at."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(LOOKED_AT)]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as exited:
            main(list(arguments))
        code = exited.value.code
        printed = capsys.readouterr()
        return Ran(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CA of the tests' own: making one costs a second."""
    from fakeai_proxy.proxy.trust import make_ca

    return make_ca(tmp_path_factory.mktemp("ca")).parent
