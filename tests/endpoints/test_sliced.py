from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Head, Wait
from fakeai_proxy.endpoints.sliced import sliced

from .asking import context, error, told


def work(fail):
    yield Wait(0)
    if fail:
        raise ApiError(409, "No.")
    return {"a": 1}


def test_what_comes_of_it():
    assert told(sliced(work(False), context())) == {"a": 1}


def test_a_refusal_after_some_work():
    asked = context()
    assert error(sliced(work(True), asked), 409)["message"] == "No."
    assert asked.exchange.error == "invalid_request_error"
    wait, head, *_ = sliced(work(True), context())
    assert wait == Wait(0)
    assert isinstance(head, Head)
    assert dict(head.headers)["x-request-id"].startswith("req_")
