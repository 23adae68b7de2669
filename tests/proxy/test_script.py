from __future__ import annotations

from fakeai_proxy.proxy.addon import FakeAI
from fakeai_proxy.proxy.script import addons


def test_a_script_for_mitmproxy_names_our_addon_alone() -> None:
    assert [type(addon) for addon in addons] == [FakeAI]
