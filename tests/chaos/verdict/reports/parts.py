"""Documents for the tests of reports."""

from __future__ import annotations

from fakeai_proxy.chaos.verdict import POLICIES, Policy
from fakeai_proxy.chaos.verdict.reports import Document, document
from tests.chaos.verdict.lab import Lab, ask, cut, error, stream, unfinished, waiting

HOSTILE = "</title><script>alert(1)</script>]]>\x00\x1b[31m\"'&[bold]\u202e"
"""What a client or a provider may send to hurt those who read the report."""


def sample(policy: Policy = POLICIES["strict"], *, over: bool = True) -> Document:
    """A client that does some things right, and some not."""
    lab = Lab()
    lab.answered(ask("a"), error(429, retry_after="2"), "limit.exceeded", 1)
    lab.exchange(ask("a"), waiting(0.25, stream()), after=2.2)
    for _ in range(4):
        lab.answered(ask("b"), error(400), "http.error", 0.01)
    lab.exchange(ask("c"), cut("one two three"), "stream.cut")
    lab.exchange(ask("c"), stream(), after=0.5)
    lab.exchange(ask("d"), unfinished(), "stream.end")
    lab.exchange(ask("e"), stream(), "payload.text")
    lab.exchange(ask("f"), stream())
    return document(lab.verdict(policy, over=over))


def empty() -> Document:
    return document(Lab().verdict())


def hostile() -> Document:
    """Everything that comes from outside is hostile."""
    lab = Lab()
    request = ask("a", path=f"/v1/{HOSTILE}", model=HOSTILE, host=f"x{HOSTILE}", peer=HOSTILE)
    lab.exchange(request, error(500, HOSTILE), "http.error")
    lab.exchange(request, error(500, HOSTILE), after=1)
    return document(lab.verdict())
