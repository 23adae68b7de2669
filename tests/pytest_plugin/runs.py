"""Runs of pytest within one."""

from __future__ import annotations

import os
import pkgutil
import shutil
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from fakeai_proxy.proxy.trust import CA_FILE
from tests.end_to_end.cli_process import LOOKED_AT

FLAGS = ("-q", "-p", "fakeai_proxy.pytest_plugin.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning")
ROOMS = ("cassette", "chaos", "faults", "modes", "mutations", "pytest_plugin")


@cache
def everything() -> None:
    """What a run within this one imports is forgotten at its end; what is there before stays, once."""
    for room in ROOMS:
        package = import_module(f"fakeai_proxy.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def prepare(folder: Path, authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`folder` for a run, in the environment of somebody who has set nothing.

    What takes long is spared: a certificate authority is there, clients trust no other, so that they read no
    more than that, and other plugins are not looked for.
    """
    for name in [name for name in os.environ if name.startswith(LOOKED_AT)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / CA_FILE))
    shutil.copytree(authority, folder / ".pytest_cache" / "d" / "fakeai" / "ca")
