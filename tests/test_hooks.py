"""The hooks for pre-commit name commands that there are, and files that they are for."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from ruamel.yaml import YAML

from fakeai_proxy.cli.cassette import cassette

from .markdown import ROOT

HOOKS: list[dict[str, Any]] = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook(hook: dict[str, Any]) -> None:
    program, group, name = shlex.split(hook["entry"])
    assert (program, group, hook["language"]) == ("fakeai-proxy", "cassette", "python")
    assert name in cassette.commands
    assert re.search(hook["files"], "tests/cassettes/chat.db")
    assert not re.search(hook["files"], "src/app.py")
    assert f"- id: {hook['id']}" in (ROOT / "docs" / "cassette-text.md").read_text()
