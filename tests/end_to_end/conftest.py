"""One certificate authority for all processes of a test run: making one costs a second."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from fakeai_proxy.cli.trust import make_ca

    return make_ca(tmp_path_factory.mktemp("ca")).parent
