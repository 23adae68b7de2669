"""The fixtures of pytest-recording, where nobody else has them. Each may be overridden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .asking import default_folder, default_name
from .blocking import hosts_allowed
from .keys import RUNNING
from .options import dest

if TYPE_CHECKING:
    from .handles import Tape
    from .running import Running


@pytest.fixture(scope="session")
def record_mode(pytestconfig: pytest.Config) -> str:
    """The mode of tests that name none."""
    return pytestconfig.getoption(dest("record-mode")) or "none"


@pytest.fixture(scope="session")
def disable_recording(pytestconfig: pytest.Config) -> bool:
    """Whether cassettes are left alone."""
    return bool(pytestconfig.getoption(dest("disable-recording")))


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    """What applies to every test: arguments of the mark `fakeai`, and words of vcrpy."""
    return {}


@pytest.fixture
def vcr_markers(request: pytest.FixtureRequest) -> list[pytest.Mark]:
    """The marks `vcr` of the test."""
    return list(request.node.iter_markers("vcr"))


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """The folder of the cassettes of a module."""
    return str(default_folder(request.path))


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    """The name of the cassette of a test that names none."""
    return default_name(request)


@pytest.fixture
def allowed_hosts(request: pytest.FixtureRequest, vcr_config: dict[str, Any]) -> list[str]:
    """Regular expressions of hosts that may be connected to where the network is blocked."""
    return hosts_allowed(request.node, vcr_config.get("allowed_hosts"))


@pytest.fixture
def vcr(request: pytest.FixtureRequest) -> Tape:
    """The cassette of the test."""
    running: Running = request.node.stash[RUNNING]
    return running.tape
