"""One certificate authority for all processes of a test run: making one costs a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proxy.serving import Serving, serving

from .cli_process import base_of, fakeai_run

INSTANT = {"generation.ttft_ms": 0, "generation.itl_ms": 0}


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from fakeai_proxy.proxy.trust import make_ca

    return make_ca(tmp_path_factory.mktemp("ca")).parent


@pytest.fixture(scope="module")
def simulator(confdir: Path) -> Iterator[Serving]:
    """A proxy in a thread, which answers at once. Two in one process would share mitmproxy's globals."""
    with serving(confdir, **INSTANT) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def provider(confdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Plays the API that is recorded, in a process of its own; its base URL, without /v1."""
    folder = tmp_path_factory.mktemp("provider")
    flags = ("--ttft-ms", "2", "--itl-ms", "1")
    with fakeai_run(*flags, folder=folder, confdir=confdir) as running:
        yield base_of(running)
