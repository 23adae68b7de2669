import pytest

from fakeai_proxy.core.steps import Head
from tests.endpoints.asking import ask, services, steps, told
from tests.gate.gates import gated


@pytest.mark.parametrize("status", ["live", "ready"])
def test_health_is_told_without_a_key(status: str) -> None:
    locked = gated("k")
    answer = told(ask(f"/v1/health/{status}", None, locked))
    assert answer == {"object": "health.response", "message": f"Service is {status}.", "status": status}
    told(ask("/v1/models", None, locked), 401)


def test_what_the_servers_tell_of_themselves() -> None:
    to = services()
    assert told(ask("/v1/version", None, to)).keys() == {"release", "api"}
    assert told(ask("/version", None, to)).keys() == {"version"}
    assert told(ask("/load", None, to)) == {"server_load": 0}
    assert told(ask("/v1/metadata", None, to))["modelInfo"][0]["modelUrl"]
    [head, *_] = steps(ask("/ping", None, to))
    assert isinstance(head, Head)
    assert head.status == 200
