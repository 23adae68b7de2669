import numpy as np

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import error_reply
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects import Figures
from fakeai_proxy.gate.turned import telling, turned
from tests.playbook import body, head


def test_it_is_sent_as_its_provider_sends_it():
    request = Request("POST", "/v1/messages", "api.anthropic.com")
    error = turned(
        "rate_limit",
        request,
        ManualClock(),
        np.random.default_rng(0),
        Figures(retry=7),
        lambda written: telling(written, (("x-more", "1"), ("retry-after", "8"))),
    )
    assert (error.status, error.code) == (429, "rate_limit")
    reply = list(error_reply(error))
    assert b'"rate_limit_error"' in body(reply)
    told = dict(head(reply).headers)
    assert (told["x-more"], told["retry-after"]) == ("1", "8")
    assert told["content-length"] == str(len(body(reply)))
