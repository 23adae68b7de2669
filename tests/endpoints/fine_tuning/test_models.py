from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, error, services, told

from .trained import begun, seen


def test_a_model_is_there_before_anybody_looks_at_its_job():
    to = services(clock=ManualClock())
    job = begun(to)
    before = {one["id"] for one in told(ask("/v1/models", to=to))["data"]}
    to.clock.advance(12)
    after = {one["id"] for one in told(ask("/v1/models", to=to))["data"]}
    assert after - before == {seen(to, job)["fine_tuned_model"]}


def test_it_is_nobody_elses():
    to = services(clock=ManualClock())
    job = begun(to)
    to.clock.advance(12)
    name = seen(to, job)["fine_tuned_model"]
    other = (("authorization", "Bearer sk-other"),)
    refusal = error(ask(f"/v1/models/{name}", to=to, method="DELETE", headers=other), 404)
    assert (refusal["code"], refusal["param"]) == ("model_not_found", "model")
    assert told(ask(f"/v1/models/{name}", to=to))["id"] == name


def test_it_costs_what_its_base_costs():
    to = services(clock=ManualClock())
    job = begun(to)
    to.clock.advance(12)
    name = seen(to, job)["fine_tuned_model"]
    assert to.catalog.use(name).price == to.catalog.use("gpt-4o-mini").price is not None
