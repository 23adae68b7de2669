from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.vector_stores.extraction import LARGEST
from fakeai_proxy.resources import ResourceSettings, Store
from tests.endpoints.asking import ask, services, steps, told

from .stored import stored, uploaded


def test_a_long_file_is_read_in_slices() -> None:
    to = services()
    store = stored(to, uploaded(to, "A sentence of some words. " * 8_000))
    waits = [step for step in steps(ask(f"/v1/vector_stores/{store}", to=to)) if isinstance(step, Wait)]
    assert len(waits) > 20


def test_a_file_that_is_too_large_is_not_read() -> None:
    to = services()
    file = uploaded(to, "Hi")
    to.resources.blobs.append(file, b" " * LARGEST)
    (found,) = told(ask(f"/v1/vector_stores/{stored(to, file)}/files", to=to))["data"]
    assert (found["status"], found["last_error"]["code"]) == ("failed", "invalid_file")
    assert "too large" in found["last_error"]["message"]


def test_where_there_is_no_room_it_fails() -> None:
    clock = services().clock
    to = services(clock=clock, resources=Store(ResourceSettings(max_bytes=1_000), clock))
    store = stored(to, uploaded(to, "Hi"))
    (file,) = told(ask(f"/v1/vector_stores/{store}/files", to=to))["data"]
    assert (file["status"], file["last_error"]["code"]) == ("failed", "server_error")
    assert to.resources.blobs.total == 2
