"""The hooks of pytest, and the fixtures `fakeai` and `cassette`."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

from .asking import asked_of, is_ours
from .blocking import hosts_allowed, is_blocked
from .controller import Controller
from .keys import LEAKS, RUNNING, SESSION, SHARED, TOLD
from .options import add_options, others_read_vcr
from .session import RUN, Session

if TYPE_CHECKING:
    from .handles import Fakeai, Tape
    from .running import Running

MARKS = (
    "fakeai(mode, cassette, faults, mutations, timing, max_age, allow_misses, reverse, settings): "
    "run the test behind fakeai_proxy.",
)
RECORDINGS_MARKS = (
    "vcr(*cassettes, **config): replay the LLM traffic of the test from its cassette.",
    "default_cassette(name): the cassette of the test, in place of one by its own name.",
    "block_network(allowed_hosts): let the test connect to nothing but the proxy.",
    "allowed_hosts(hosts): regular expressions of hosts that it may connect to all the same.",
)
NAMES = "fakeai_proxy.pytest_plugin.recordings_names"
TESTS, GUARDS = "_fakeai_test", "_fakeai_guard"
"""Fixtures that tests begin with, ours and others."""


# ── start ──────────────────────────────────────────────────────────────────────────────────────


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    add_options(parser, shared=not others_read_vcr(pluginmanager))


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    if not others_read_vcr(pluginmanager):
        from . import hooks

        pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    shared = config.stash[SHARED] = not others_read_vcr(config.pluginmanager)
    session = config.stash[SESSION] = Session(config)
    if not session.is_worker:
        config.pluginmanager.register(Controller(config), "fakeai-controller")
    for mark in (*MARKS, *(RECORDINGS_MARKS if shared else ())):
        config.addinivalue_line("markers", mark)
    if shared:
        config.pluginmanager.import_plugin(NAMES)


def pytest_unconfigure(config: pytest.Config) -> None:
    if session := config.stash.get(SESSION, None):
        session.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker of pytest-xdist begins."""
    node.workerinput[RUN] = str(node.config.stash[SESSION].run)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Marks are complete: each test of ours begins with a fixture that it need not name."""
    config, shared = session.config, session.config.stash[SHARED]
    ours = {item for item in session.items if is_ours(item, shared=shared)}
    for item in session.items:
        if item in ours:
            _begin_with(item, TESTS)
        elif hasattr(item, "fixturenames") and (ours or is_blocked(item, shared=shared)):
            _begin_with(item, GUARDS)
    if ours and shared:
        from .hooks import Recording

        config.hook.pytest_recording_configure(config=config, vcr=Recording(config.stash[SESSION].given))


def _begin_with(item: Any, fixture: str) -> None:
    item.fixturenames = [fixture, *item.fixturenames]


# ── fixtures ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def fakeai(pytestconfig: pytest.Config) -> Fakeai:
    """The proxy of this process, started when it is first asked for."""
    return pytestconfig.stash[SESSION].fakeai


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Tape:
    """The cassette of the test, what was found in it, and what it saved."""
    running: Running = request.node.stash[RUNNING]
    return running.tape


@pytest.fixture(name=TESTS)
def _test(request: pytest.FixtureRequest) -> None:
    """The proxy is the test's from here on; `pytest_runtest_teardown` ends it."""
    from fakeai_proxy.core.errors import SettingsError

    from .running import Running

    shared, session = request.config.stash[SHARED], request.config.stash[SESSION]
    blocked = is_blocked(request.node, shared=shared)
    allowed = _allowed(request, shared=shared) if blocked else None
    try:
        play = session.begin(asked_of(request, shared=shared))
    except SettingsError as error:
        pytest.fail(f"fakeai_proxy: {error}", pytrace=False)
    request.node.stash[RUNNING] = session.running = Running(session, play, allowed)


@pytest.fixture(name=GUARDS)
def _guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of tests that are not ours: block the network, or notice who asks a provider."""
    from .leaks import noticing
    from .network import Guard, guarded

    shared = request.config.stash[SHARED]
    if is_blocked(request.node, shared=shared):
        with guarded(Guard(allowed=_allowed(request, shared=shared))):
            yield
        return
    leaks = request.node.stash[LEAKS] = list[str]()
    with guarded(noticing(leaks, request.config.stash[SESSION])):
        yield


def _allowed(request: pytest.FixtureRequest, *, shared: bool) -> list[str]:
    hosts: list[str] = request.getfixturevalue("allowed_hosts") if shared else hosts_allowed(request.node)
    return hosts


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """A client made in a fixture that outlives the test is not the test's."""
    session = request.config.stash[SESSION]
    outlives = session.running and fixturedef.scope != "function"
    with session.outliving(fixturedef.argname) if outlives else nullcontext():
        return (yield)


# ── one test ───────────────────────────────────────────────────────────────────────────────────


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A miss fails the test, whatever the program under test made of it."""
    running = item.stash.get(RUNNING, None)
    try:
        result = yield
    except BaseException:
        if running and (missed := running.missed()):
            item.add_report_section("call", "fakeai_proxy", missed)
        raise
    if running and (missed := running.missed()):
        pytest.fail(missed, pytrace=False)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """After all of its fixtures the test is over."""
    running = item.stash.get(RUNNING, None)
    try:
        result = yield
    finally:
        if running:
            running.end()
    if running:
        judge(running, item)
    return result


def judge(running: Running, item: pytest.Item) -> None:
    """What was missed since the test was called, what was not recorded, and which recordings it left."""
    from .running import UnusedRecordings

    if wrong := running.missed() or running.lost():
        pytest.fail(wrong, pytrace=False)
    wanted = item.config.getoption("cassette_unused")
    left = running.unused() if wanted != "ignore" else ""
    if left and wanted == "fail":
        pytest.fail(left, pytrace=False)
    elif left:
        item.warn(UnusedRecordings(left))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What is told of a test travels with its last report, also from a worker."""
    report = yield
    running = item.stash.get(RUNNING, None)
    if running:
        running.passed = running.passed and report.passed
    if report.when == "teardown":
        if running:
            setattr(report, TOLD, running.told())
            del item.stash[RUNNING]
        elif leaks := item.stash.get(LEAKS, []):
            setattr(report, TOLD, {"leaks": leaks})
    return report
