"""Hook dispatch through a table: who listens to a hook is looked up once, not at every event.

mitmproxy asks each of its about 40 addons for each of 8 events a request, which costs more than the
request itself. Order, error isolation and AddonHalt are as in the parent; the table is dropped whenever
an addon comes or goes.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any, cast

from mitmproxy import exceptions, flow, hooks, version
from mitmproxy.addonmanager import AddonManager, safecall
from mitmproxy.addons.disable_h2c import DisableH2C
from mitmproxy.master import Master

logger = logging.getLogger(__name__)

KNOWN = ("11.", "12.")
"""mitmproxys whose AddonManager dispatches as this one does."""

PLAIN = (DisableH2C,)
"""Addons of mitmproxy whose hooks are over when they return."""

Group = tuple[Callable[..., Any], ...]
"""The listeners of one top-level addon: when one raises, the rest of its group is passed over."""


class HookTable(AddonManager):
    """An AddonManager that remembers who listens."""

    table: dict[str, tuple[Group, ...]]

    def listeners(self, event: hooks.Hook) -> tuple[Group, ...]:
        """The non-empty groups that listen to `event`, in the order of the addons."""
        try:
            return self.table[event.name]
        except KeyError:
            groups = (tuple(func for _, func in self._iter_hooks(addon, event)) for addon in self.chain)
            found = self.table[event.name] = tuple(group for group in groups if group)
            return found

    def hears(self, event: hooks.Hook) -> bool:
        """Someone listens to `event`, or to every change of a flow."""
        return bool(self.listeners(event) or self.listeners(UPDATE))

    def before(self, event: hooks.Hook, listener: Callable[..., Any]) -> Group | None:
        """Who hears `event` before `listener`, where those are PLAIN and nobody comes after; else None."""
        *earlier, last = self.listeners(event) or ((),)
        if last != (listener,) or self.listeners(UPDATE):
            return None
        group = tuple(one for group in earlier for one in group)
        return group if all(isinstance(getattr(one, "__self__", None), PLAIN) for one in group) else None

    async def trigger_event(self, event: hooks.Hook) -> None:
        groups = self.listeners(event)
        if not groups:
            return
        args = event.args()
        for group in groups:
            try:
                for listener in group:
                    result = listener(*args)
                    if result is not None and inspect.isawaitable(result):
                        await result
            except exceptions.AddonHalt:
                return
            except Exception:
                with safecall():  # logs as the parent does, and lets OptionsError through
                    raise

    async def handle_lifecycle(self, event: hooks.Hook) -> None:
        await self.trigger_event(event)
        message = event.args()[0]
        if isinstance(message, flow.Flow) and self.listeners(UPDATE):
            await self.trigger_event(hooks.UpdateHook([message]))

    def clear(self) -> None:
        self.table.clear()
        super().clear()

    def register(self, addon: Any) -> Any:
        self.table.clear()
        return super().register(addon)

    def add(self, *addons: Any) -> None:
        super().add(*addons)
        self.table.clear()

    def remove(self, addon: Any) -> None:
        self.table.clear()
        super().remove(addon)
        self.table.clear()


UPDATE = hooks.UpdateHook([])


def install(master: Master) -> bool:
    """Give `master` the table; refuses, with a warning, on a mitmproxy it was not made for."""
    manager = master.addons
    if isinstance(manager, HookTable):
        return True
    if not version.VERSION.startswith(KNOWN) or type(manager) is not AddonManager:
        logger.warning("fakeai_fast_hooks is off: it does not know mitmproxy %s.", version.VERSION)
        return False
    manager.__class__ = HookTable
    cast(HookTable, manager).table = {}
    return True
