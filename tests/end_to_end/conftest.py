"""One certificate authority for all processes of a test run: making one costs a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proxy.serving import Serving, serving

INSTANT = {"generation.ttft_ms": 0, "generation.itl_ms": 0}


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from fakeai_proxy.cli.trust import make_ca

    return make_ca(tmp_path_factory.mktemp("ca")).parent


@pytest.fixture(scope="module")
def simulator(confdir: Path) -> Iterator[Serving]:
    """A proxy in a thread, which answers at once. Two in one process would share mitmproxy's globals."""
    with serving(confdir, **INSTANT) as proxy:
        yield proxy
