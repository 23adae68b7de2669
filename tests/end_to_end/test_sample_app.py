"""A program of the OpenAI SDK and LangChain: its tests are recorded, and then pass with nobody to ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import langchain_openai  # noqa: F401 - a run within this one forgets what it imports
import openai  # noqa: F401
import pytest

from tests.pytest_plugin.runs import FLAGS, everything, prepare

from . import sample_app

TESTS = 11


def test_recorded_once_replayed_without_a_provider(
    pytester: pytest.Pytester, provider: str, confdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything()
    prepare(pytester.path, confdir, monkeypatch)
    shutil.copytree(Path(sample_app.__path__[0]), pytester.path / "app")
    (pytester.path / "app" / "checks.py").rename(pytester.path / "app" / "test_travel.py")
    settings = pytester.makefile(".toml", fakeai=f'[upstreams]\n"api.openai.com" = "{provider}"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody")
    recorded = run(pytester, monkeypatch, "--record-mode=once", "--strict-markers")
    recorded.stdout.fnmatch_lines(
        [f"{TESTS} tests: 0 hits, 0 misses, 16 live calls; *", f"recorded: {TESTS} cassettes"]
    )
    settings.write_text('[upstreams]\n"api.openai.com" = "http://127.0.0.1:9"\n')
    monkeypatch.delenv("OPENAI_API_KEY")
    replayed = run(pytester, monkeypatch, "--block-network", "--cassette-unused=fail")
    replayed.stdout.fnmatch_lines([f"{TESTS} tests: 16 hits, 0 misses, 0 live calls; *"])


def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> pytest.RunResult:
    # LangChain keeps HTTP clients by their timeout for as long as the process lasts, and this is one process.
    monkeypatch.setenv("TRAVEL_TIMEOUT", str(20 + len(arguments[0])))
    result = pytester.runpytest_inprocess(*FLAGS, *arguments)
    result.assert_outcomes(passed=TESTS)
    return result
