"""What the client made of a whole answer that a fault had its hands on."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding
from fakeai_proxy.chaos.verdict.logical import HELD_UP

from .words import how, numbers


def served(case: Case) -> Iterator[Finding]:
    """Of a last attempt that met a fault and yet is whole: only held up, or perhaps not what it was."""
    last = case.request.last
    if not (last.injected and last.usable) or any(call.problem for call in last.heard.calls):
        return
    what = f"#{last.number} ({how(last)})"
    if all(each.fault.startswith(HELD_UP) for each in last.injected):
        yield Finding("withstood", what, numbers((last,)))
        return
    told = case.later.saying(last)
    shown = f"#{told[0].number} tells its text as it came" if told else "no later request tells of it"
    yield Finding("cannot_tell", f"{what} was whole; {shown}", numbers((last, *told[:1])))
