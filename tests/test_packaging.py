"""What a release says of itself, and what its source archive holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import fakeai_proxy

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_package_and_project_describe_the_same() -> None:
    assert PROJECT["project"]["description"] == fakeai_proxy.__doc__
    assert PROJECT["project"]["version"] == fakeai_proxy.__version__
