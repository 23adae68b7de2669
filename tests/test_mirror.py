"""Tests mirror sources: fakeai_proxy/<room>/<name>.py has tests/<room>/test_<name>.py."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "fakeai_proxy"

ELSEWHERE = {
    "catalog/architecture.py": "catalog/test_files.py",  # shapes without behaviour, filled there
    "cli/behind.py": "end_to_end/test_exec.py",  # only real processes show what it is for
    "cli/demo_client.py": "end_to_end/test_demo.py",  # a program of its own, run by the demo
    "cli/proxy_process.py": "end_to_end/test_exec.py",  # only real processes show what it is for
    "cli/run.py": "end_to_end/test_run.py",  # likewise
    "endpoints/media/place.py": "endpoints/media/test_images.py",  # where a part stands, told by refusals
    "endpoints/audio/answering.py": "endpoints/audio/test_transcription.py",  # whole answers show it
    "endpoints/audio/family.py": "endpoints/audio/test_transcription.py",  # likewise
    "endpoints/audio/listening.py": "endpoints/audio/test_transcription.py",  # likewise
    "endpoints/route.py": "endpoints/test_routes.py",  # one line of the table
    "endpoints/table.py": "endpoints/test_routes.py",  # every line of it
    "engine/job.py": "engine/test_cluster.py",  # shapes without behaviour
    "engine/pricing.py": "engine/test_physics.py",  # likewise
    "engine/routing/policy.py": "engine/routing/test_table.py",  # likewise
    "engine/run.py": "engine/test_batched.py",  # likewise
    "engine/view.py": "engine/test_fleet.py",  # likewise
    "faults/connection/stale.py": "faults/connection/test_tunnel.py",  # parameters, checked in one table
    "faults/connection/tls.py": "faults/connection/test_tunnel.py",  # likewise
    "faults/connection/upload.py": "faults/connection/test_tunnel.py",  # likewise
    "proxy/compat.py": "proxy/test_canary.py",  # what it knows of mitmproxy is checked with all the rest
    "proxy/pace.py": "proxy/test_stream.py",  # three numbers
    "gate/ticket.py": "gate/test_rates.py",  # three values
    "resources/page.py": "resources/test_store.py",  # shapes without behaviour
    "resources/settings.py": "settings/test_behaviour.py",  # likewise
    "pytest_plugin/asking.py": "pytest_plugin/test_plugin.py",  # only whole runs show what it is for
    "pytest_plugin/blocking.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/controller.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/handles.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/hooks.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/keys.py": "pytest_plugin/test_plugin.py",  # names alone
    "pytest_plugin/leaks.py": "pytest_plugin/test_plugin.py",  # only whole runs show what it is for
    "pytest_plugin/ledger.py": "pytest_plugin/test_report.py",  # what it keeps is told there
    "pytest_plugin/recordings_names.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/running.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/session.py": "pytest_plugin/test_plugin.py",  # likewise
    "pytest_plugin/stage.py": "pytest_plugin/test_plugin.py",  # likewise
    "synth/text/script.py": "endpoints/test_scripted.py",  # shapes without behaviour
    "wire/models.py": "endpoints/test_models.py",  # shapes without behaviour, filled there
}
"""Modules without a test file of their own: where they are tested instead, and why."""

MODULES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if not path.name.startswith("__")
)


def mirror(module: str) -> Path:
    folder, _, name = module.rpartition("/")
    return TESTS / folder / f"test_{name}"


def test_every_module_has_its_tests() -> None:
    tests = {one: TESTS / ELSEWHERE[one] if one in ELSEWHERE else mirror(one) for one in MODULES}
    assert [module for module, test in tests.items() if not test.is_file()] == []


def test_an_exception_is_one() -> None:
    assert [module for module in ELSEWHERE if module not in MODULES or mirror(module).exists()] == []


def test_rooms_of_tests_are_packages() -> None:
    """Else two test files of one name would be one module."""
    folders = {path.parent for path in TESTS.rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
