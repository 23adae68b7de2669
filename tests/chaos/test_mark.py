from __future__ import annotations

from fakeai_proxy.chaos.mark import Mark

from .asking import OK


def test_only_the_head_is_marked() -> None:
    mark = Mark("flaky", "cut")
    head, *rest = [after for step in OK for after in mark.feed(step)]
    assert head == type(OK[0])(200, (*OK[0].headers, ("x-fakeai-chaos", "flaky/cut")))
    assert rest == [*OK[1:]]
    mark.close()
