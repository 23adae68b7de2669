"""mitmdump -s addons/replay.py --set fakeai_cassette=FILE: answer from a recording, never from upstream."""

import os

from fakeai_proxy.proxy.addon import FakeAI

addons = [FakeAI(environ={**os.environ, "FAKEAI_MODE": "replay"})]
