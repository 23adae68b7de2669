"""docs/pytest.md says what there is, and its quick start works."""

from __future__ import annotations

import openai  # noqa: F401 - the run within this one forgets what it imports
import pytest

from fakeai_proxy.pytest_plugin import recordings_names
from fakeai_proxy.pytest_plugin.handles import Fakeai, Tape
from fakeai_proxy.pytest_plugin.options import MODES, PREFIX, SHARED
from fakeai_proxy.pytest_plugin.vcr_words import WORDS
from fakeai_proxy.pytest_plugin.wish import KNOWN
from tests.markdown import ROOT, blocks

from .conftest import Suite

PAGE = ROOT / "docs" / "pytest.md"
OPTIONS = [f"--{prefix}{name}" for name, _ in SHARED for prefix in ("", PREFIX)]


FIXTURES = [
    name
    for name, value in vars(recordings_names).items()
    if type(value).__name__ == "FixtureFunctionDefinition"
]


def public(cls: type) -> list[str]:
    return [name for name in dir(cls) if not name.startswith("_") and name != "addresses"]


@pytest.mark.parametrize(
    "name", [*MODES, *KNOWN, *WORDS, *OPTIONS, *FIXTURES, "--cassette-unused", "--cassette-report"]
)
def test_every_name_is_there(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text()


@pytest.mark.parametrize("name", [*public(Tape), *public(Fakeai)])
def test_everything_that_a_test_may_ask_is_there(name: str) -> None:
    assert f"`{name}" in PAGE.read_text()


def test_the_quick_start(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    for block in (block for block in blocks(PAGE) if block.file):
        (suite.pytester.path / block.file).write_text(block.text)
    suite.pytester.syspathinsert()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody")
    suite.run("--record-mode=once", passed=3)
    monkeypatch.delenv("OPENAI_API_KEY")
    suite.run(passed=3)
    assert (suite.pytester.path / "cassettes" / "test_greeting" / "test_greeting.jsonl").is_file()
    assert suite.upstream.asked == ["Greet Ada."]
