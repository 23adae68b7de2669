"""One round of asking recordings again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from fakeai_proxy.cassette.conversation import usage
from fakeai_proxy.cassette.cost import dollars
from fakeai_proxy.cassette.diff.cassettes import Change
from fakeai_proxy.cassette.diff.compare import compare
from fakeai_proxy.cassette.diff.difference import Difference
from fakeai_proxy.cassette.diff.pairing import title
from fakeai_proxy.cassette.drift.again import answered, request_of
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.recording import Asked, Recording
from fakeai_proxy.cassette.redaction.rules import rules_by
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.hosts import lookup
from fakeai_proxy.settings import Settings

from .asking import NoAnswerError, Upstream, ask
from .credentials import credential

NOBODY = "no_answer"
SPENT = "left out, as the others had cost the budget"
LIVE = "now"
Ask = Callable[[Asked], Capture]


def live(settings: Settings, upstream: str | None, variable: str | None, patience: float) -> Ask:
    """Asks `upstream`, else what the settings put in the place of a host, else the host itself.

    Each raises SettingsError where there is no key, NoAnswerError where nobody answers.
    """

    def ask_again(asked: Asked) -> Capture:
        own = f"{asked.scheme}://{asked.host}:{asked.port}"
        there = Upstream.parse(upstream or lookup(settings.upstreams, asked.host, asked.port) or own)
        key = credential(there.host, os.environ, variable, secure=there.scheme == "https")
        return ask(request_of(asked, key), there, patience)

    return ask_again


@dataclass(slots=True)
class Round:
    """What came of it."""

    ask: Ask
    catalog: Catalog
    budget: float | None
    """Dollars; None: it costs nothing."""
    changes: list[Change] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """How many were not asked, by reason."""
    spent: float = 0.0
    """Dollars, as far as prices are known."""

    def play(self, recording: Recording) -> None:
        """Ask it again, unless the answers so far cost more than the budget."""
        if self.budget is not None and self.spent > self.budget:
            self.left[SPENT] += 1
        else:
            self.changes.append(Change(title(recording), recording.uid, LIVE, self._again(recording)))

    def _again(self, recording: Recording) -> tuple[Difference, ...]:
        try:
            capture = self.ask(recording.asked)
            reply = answered(capture, rules_by(recording.policy))
        except SettingsError:  # there is no key: no fault of whoever is asked
            raise
        except (NoAnswerError, ValueError) as failure:
            return (Difference(NOBODY, "reply", str(recording.answered.status), str(failure)),)
        self.captures.append(capture)
        if self.budget is not None:
            self.spent += dollars(usage(reply), recording.asked.model, self.catalog) or 0.0
        return compare(recording.answered, reply)

    @property
    def unheard(self) -> str | None:
        """Why nobody answered anything; None where somebody did."""
        if self.captures or not self.changes:
            return None
        return self.changes[0].differences[0].actual
