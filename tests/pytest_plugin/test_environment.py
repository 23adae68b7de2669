from __future__ import annotations

from fakeai_proxy.pytest_plugin.environment import Environment


def test_all_is_as_it_was_before_the_first_set() -> None:
    environ = {"KEPT": "1", "CHANGED": "a"}
    environment = Environment(environ)
    environment.set({"CHANGED": "b", "NEW": "x"})
    environment.set({"CHANGED": "c"})
    assert environ == {"KEPT": "1", "CHANGED": "c", "NEW": "x"}
    del environ["NEW"]
    environment.restore()
    environment.restore()
    assert environ == {"KEPT": "1", "CHANGED": "a"}
