"""For `mitmdump -s`: the path of this file is what `fakeai-proxy script` prints."""

from fakeai_proxy.proxy.addon import FakeAI

addons = [FakeAI()]
