"""Answers from a script."""

from __future__ import annotations

from fakeai_proxy.core.seeding import Ordinals

from .fixture import Fixture
from .script import Question, Script, Scripts
from .settings import TextSettings


class Fixtures:
    """Those of the settings; how often each was asked is counted in every scope apart. Thread-safe."""

    def __init__(self, settings: TextSettings) -> None:
        self._fixtures: tuple[Fixture, ...] = settings.fixtures
        self._seen = Ordinals()

    def answer(self, question: Question) -> Scripts:
        """What the first that fits says; where none does, whoever is chosen for the model goes on."""
        yield from ()
        found = self._found(question)
        return (found,) if isinstance(found, Script) else found

    def _found(self, question: Question) -> Script | str | None:
        for at, fixture in enumerate(self._fixtures):
            if not fixture.fits(question.model, question.asked):
                continue
            number = self._seen.next(f"{at} {question.scope}".encode("utf-8", "surrogatepass"))
            if fixture.ordinal in (None, number + 1):
                answers = fixture.script
                return answers[0 if fixture.ordinal else min(number, len(answers) - 1)].script
        return None
