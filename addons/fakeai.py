"""mitmdump -s addons/fakeai.py: everything, in the mode that fakeai.toml or an option chooses."""

from fakeai_proxy.proxy.addon import FakeAI

addons = [FakeAI()]
