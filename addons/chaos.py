"""mitmdump -s addons/chaos.py --set fakeai_chaos_experiment=FILE: relay live traffic, and disturb it.

FILE may be the name of a preset. Hosts are touched where the experiment's safety.allow_hosts names them.
"""

import os

from fakeai_proxy.proxy.addon import FakeAI

addons = [FakeAI(environ={**os.environ, "FAKEAI_MODE": "passthrough"})]
