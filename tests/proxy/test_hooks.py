"""The hook table does what mitmproxy's own dispatch does, whatever the addons."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy import exceptions, hooks, options
from mitmproxy.addonmanager import AddonManager
from mitmproxy.addons.disable_h2c import DisableH2C
from mitmproxy.master import Master
from mitmproxy.test import tflow

from fakeai_proxy.proxy.hooks import HookTable, install

KINDS = ("plain", "deaf", "async", "raise", "halt")


class Addon:
    """Notes that it was called, then behaves as its kind says."""

    def __init__(self, name: str, kind: str, calls: list[str], addons: list[Addon]) -> None:
        self.name, self.kind, self.calls, self.addons = name, kind, calls, addons
        if kind == "deaf":
            return
        self.running = self.wait if kind == "async" else self.now

    def now(self) -> None:
        self.calls.append(self.name)
        if self.kind == "raise":
            raise ZeroDivisionError
        if self.kind == "halt":
            raise exceptions.AddonHalt

    async def wait(self) -> None:
        await asyncio.sleep(0)
        self.calls.append(self.name)


def tree(spec: list[Any], calls: list[str], path: str = "a") -> list[Addon]:
    return [
        Addon(f"{path}{at}", kind, calls, tree(below, calls, f"{path}{at}."))
        for at, (kind, below) in enumerate(spec)
    ]


specs = st.recursive(
    st.lists(st.tuples(st.sampled_from(KINDS), st.just([])), max_size=4),
    lambda inner: st.lists(st.tuples(st.sampled_from(KINDS), inner), max_size=3),
    max_leaves=8,
)


def trigger(spec: list[Any], *, table: bool) -> list[str]:
    calls: list[str] = []

    async def run() -> None:
        master = Master(options.Options())
        if table:
            assert install(master)
        master.addons.add(*tree(spec, calls))
        for _ in range(2):
            await master.addons.trigger_event(hooks.RunningHook())
        await master.addons.handle_lifecycle(hooks.UpdateHook([tflow.tflow()]))

    asyncio.run(run())
    return calls


@given(specs)
def test_same_calls_in_the_same_order(spec: list[Any]) -> None:
    logging.disable(logging.ERROR)
    try:
        assert trigger(spec, table=True) == trigger(spec, table=False)
    finally:
        logging.disable(logging.NOTSET)


def test_the_table_follows_addons_that_come_and_go() -> None:
    calls: list[str] = []

    async def run() -> None:
        master = Master(options.Options())
        install(master)
        first, second = tree([("plain", []), ("plain", [])], calls)
        for change in (
            lambda: master.addons.add(first),
            lambda: master.addons.add(second),
            lambda: master.addons.remove(first),
            lambda: master.addons.clear(),
        ):
            change()
            await master.addons.trigger_event(hooks.RunningHook())
            calls.append("|")

    asyncio.run(run())
    assert calls == ["a0", "|", "a0", "a1", "|", "a1", "|", "|"]


def test_a_failing_addon_is_logged_as_mitmproxy_logs_it(caplog: pytest.LogCaptureFixture) -> None:
    trigger([("raise", [])], table=True)
    assert "Addon error" in caplog.text


def test_an_unknown_mitmproxy_keeps_its_own_dispatch(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> type[AddonManager]:
        master = Master(options.Options())
        assert not install(master)
        return type(master.addons)

    monkeypatch.setattr("mitmproxy.version.VERSION", "99.0")
    assert asyncio.run(run()) is AddonManager
    assert "99.0" in caplog.text


def test_installing_twice_is_once() -> None:
    async def run() -> type[AddonManager]:
        master = Master(options.Options())
        assert install(master)
        assert install(master)
        return type(master.addons)

    assert asyncio.run(run()) is HookTable


@pytest.mark.parametrize(
    ("kinds", "known"), [((), True), (("deaf",), True), (("plain",), False), (("async",), False)]
)
def test_a_request_is_answered_without_a_task_where_nobody_else_wants_to_see_it(
    kinds: tuple[str, ...], known: bool
) -> None:
    ours, event, h2c = Addon("ours", "plain", [], []), hooks.RunningHook(), DisableH2C()
    h2c.running = h2c.request

    async def run() -> object:
        master = Master(options.Options())
        install(master)
        master.addons.add(h2c, *(Addon(kind, kind, [], []) for kind in kinds), ours)
        addons = master.addons
        assert isinstance(addons, HookTable)
        assert addons.before(event, h2c.request) is None, "ours comes after it"
        return addons.before(event, ours.now)

    assert asyncio.run(run()) == ((h2c.request,) if known else None)
