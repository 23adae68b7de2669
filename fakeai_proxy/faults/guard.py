"""What stands between a fault and a reply: when the fault fails, the reply goes on as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fakeai_proxy.core.steps import Step
from fakeai_proxy.core.transform import Transform

FAILED = "failed"
"""Why a fault did nothing that raised before it did anything."""


class Guard:
    """Passes what `inner` makes of each step; once `inner` has failed, the steps themselves."""

    def __init__(
        self,
        inner: Transform,
        failed: Callable[[Exception], None],
        skipped: Callable[[str], None] = lambda why: None,
        struck: Callable[[], None] = lambda: None,
    ) -> None:
        """failed: told once of what `inner` raised; struck: once, as soon as it does something; skipped: at
        the end, or when it fails, of why it did nothing."""
        self.inner, self.failed, self.skipped, self.broken = inner, failed, skipped, False
        self._struck, self._at_work = struck, False

    def feed(self, step: Step) -> Iterable[Step]:
        """Whole, so that a failure half-way leaves nothing of the step behind."""
        if not self.broken:
            try:
                made = list(self.inner.feed(step))
                if not self._at_work:
                    self._look()
                return made
            except Exception as failure:
                self._break(failure)
        return (step,)

    def close(self) -> None:
        try:
            self.inner.close()
        except Exception as failure:
            self._break(failure)
        if not (self.broken or self._at_work) and (why := self._look()):
            self.skipped(why)

    def _look(self) -> str | None:
        """Why nothing was done so far."""
        why: str | None = getattr(self.inner, "skipped", None)
        if not why:
            self._at_work = True
            self._struck()
        return why

    def _break(self, failure: Exception) -> None:
        if not self.broken:
            self.broken = True
            if not self._at_work:
                self.skipped(FAILED)
            self.failed(failure)
