"""mitmdump -s addons/record.py --set fakeai_cassette=FILE: relay live traffic and record it."""

import os

from fakeai_proxy.proxy.addon import FakeAI

addons = [FakeAI(environ={**os.environ, "FAKEAI_MODE": "record"})]
