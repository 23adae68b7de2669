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


@pytest.mark.parametrize(
    "package",
    ["fakeai_proxy.cassette", "fakeai_proxy.chaos", "fakeai_proxy.engine.gpu", "fakeai_proxy.modes"],
)
def test_every_name_that_a_package_promises_is_there(package: str) -> None:
    promised = __import__(package, fromlist=["__all__"])
    assert all(getattr(promised, name) for name in promised.__all__)


def test_a_start_loads_neither_a_cassette_nor_what_only_other_models_and_routes_need() -> None:
    program = (
        "import sys\nfrom fakeai_proxy.core.clock import ManualClock\n"
        "from fakeai_proxy.settings import Settings\nfrom fakeai_proxy.simulator import Simulator\n"
        "Simulator(Settings(), ManualClock()).warm()\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    spared = (
        "cassette.cassette",
        "engine.gpu.faults",
        "engine.physics",
        "wire.completions",
        "wire.embeddings",
    )
    loaded = set(ran.stdout.split())
    assert "fakeai_proxy.wire.chat" in loaded
    assert not loaded & {"sqlite3", *(f"fakeai_proxy.{name}" for name in spared)}
    assert not {name for name in loaded if name.startswith("fakeai_proxy.faults")}
    chaos = {name for name in loaded if name.startswith("fakeai_proxy.chaos.")}
    assert chaos == {"fakeai_proxy.chaos.settings", "fakeai_proxy.chaos.error_injection"}
