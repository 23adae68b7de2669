import numpy as np

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import Context
from fakeai_proxy.endpoints.identity import Identity
from fakeai_proxy.endpoints.stamp import Stamp, stamped

from .asking import services


def test_an_answer_bears_the_name_of_the_snapshot():
    to = services()
    context = Context(Request("POST", "/"), to, Identity("req_1", "2"), np.random.default_rng(0))
    model = to.catalog.use("my-model")
    assert stamped("chatcmpl-", model, context) == Stamp("chatcmpl-2", 1_700_000_000, "my-model", None)
