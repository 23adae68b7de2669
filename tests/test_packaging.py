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


def test_a_source_archive_holds_what_its_makefile_and_tests_need() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert all((ROOT / entry.lstrip("/")).exists() for entry in included)
    needed = {"Makefile", "CONTRIBUTING.md", ".ci", "tests", "docs", "addons", "cassettes", "benchmarks"}
    assert needed <= {entry.lstrip("/") for entry in included}
