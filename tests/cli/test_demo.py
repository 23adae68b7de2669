from __future__ import annotations

import io
import sys

import pytest
from click.testing import CliRunner
from rich.console import Console

from fakeai_proxy.cli.demo import Run, comparison, demo, told

REPORTS = [
    {"at": 0.3, "text": "", "chunk": "{1}", "tokens": 0},
    {"at": 0.3, "text": "a", "chunk": "{2}", "tokens": 0},
    {"at": 0.35, "text": "b", "chunk": "{3}", "tokens": 0},
    {"at": 0.4, "text": "c", "chunk": "{4}", "tokens": 0},
    {"at": 0.4, "text": "", "chunk": "{5}", "tokens": 3},
]


def test_what_the_client_saw() -> None:
    run = told(iter(REPORTS))
    assert run == Run(("{1}", "{2}", "{3}", "{4}", "{5}"), (0.3, 0.35, 0.4), 3)
    assert run.ttft == 0.3
    assert run.itl == pytest.approx(0.05)


def test_an_answer_of_one_token_has_no_itl() -> None:
    assert told(iter(REPORTS[:2])).itl == 0


@pytest.mark.parametrize(("chunks", "verdict"), [(("{1}",), "yes"), (("{2}",), "NO")])
def test_the_table(chunks: tuple[str, ...], verdict: str) -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(comparison(Run(("{1}",), (0.3,), 9), Run(chunks, (0.301,), 9)))
    text = console.export_text()
    assert ("300 ms" in text, "301 ms" in text, verdict in text) == (True, True, True)


def test_without_the_sdk_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    ran = CliRunner().invoke(demo)
    assert (ran.exit_code, "pip install -e '.[demo]'" in ran.stderr) == (1, True)
