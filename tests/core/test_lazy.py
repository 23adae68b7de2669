from __future__ import annotations

import subprocess
import sys

import pytest

from fakeai_proxy import core
from fakeai_proxy.core.lazy import exports, load
from fakeai_proxy.core.steps import Head


def test_a_name_comes_from_its_module() -> None:
    get = exports(core.__name__, {"Head": "steps"})
    assert get("Head") is Head
    with pytest.raises(AttributeError, match=r"'fakeai_proxy.core' has no attribute 'Tail'"):
        get("Tail")


def test_a_path_is_a_module_and_a_name() -> None:
    assert load(core.__name__, "steps.Head") is Head


@pytest.mark.parametrize("package", ["fakeai_proxy.cassette", "fakeai_proxy.modes"])
def test_every_name_that_a_package_promises_is_there(package: str) -> None:
    promised = __import__(package, fromlist=["__all__"])
    assert all(getattr(promised, name) for name in promised.__all__)


def test_who_only_synthesizes_loads_no_cassette() -> None:
    program = (
        "import sys\nfrom fakeai_proxy.core.clock import ManualClock\n"
        "from fakeai_proxy.settings import Settings\nfrom fakeai_proxy.simulator import Simulator\n"
        "Simulator(Settings(), ManualClock()).warm()\n"
        "print([name for name in ('sqlite3', 'fakeai_proxy.cassette.cassette') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
