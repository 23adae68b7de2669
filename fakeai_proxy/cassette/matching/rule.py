"""A rule of the user: what counts of some requests, and what does not."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fakeai_proxy.cassette.redaction.settings import Header, Pointer
from fakeai_proxy.core.exchange import Request

from .names import Profile

Near = Annotated[float, Field(gt=0, le=1)]


class MatchRule(BaseModel):
    """Of the rules whose every given pattern fits, that of the highest priority decides; of equals the one
    with the most patterns and letters, then the last. `*` is a wildcard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str | None = Field(None, description="host asked, for example *.openai.azure.com")
    path: str | None = Field(None, description="path asked, for example /v1/chat/*")
    model: str | None = Field(None, description="`model` of the JSON body")
    priority: int = Field(0, description="decides before rules of a lower one")
    profile: Profile | None = Field(None, description="the most lenient profile, for these requests")
    near: Near | None = Field(None, description="likeness from which a near match is served, for these")
    ignore: tuple[Pointer, ...] = Field((), description="JSON pointers that do not count; * is any name")
    require: tuple[Pointer, ...] = Field((), description="JSON pointers that count, whatever the profile")
    headers: tuple[Header, ...] = Field((), description="request headers that count")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.profile or self.near or self.ignore or self.require or self.headers):
            raise ValueError("changes nothing: give profile, near, ignore, require or headers")
        return self

    def fits(self, request: Request, model: str | None) -> bool:
        """Whether every given pattern does."""
        pairs = ((self.host, request.host), (self.path, request.path), (self.model, model or ""))
        return all(pattern is None or fnmatchcase(text, pattern) for pattern, text in pairs)

    @property
    def rank(self) -> tuple[int, int, int]:
        """The higher decides."""
        patterns = [text for text in (self.host, self.path, self.model) if text is not None]
        return self.priority, len(patterns), sum(len(text.replace("*", "")) for text in patterns)


def ruling(rules: Iterable[MatchRule], request: Request, model: str | None) -> MatchRule | None:
    """The rule that decides, if any fits."""
    return max(
        (rule for rule in reversed([*rules]) if rule.fits(request, model)),
        key=lambda rule: rule.rank,
        default=None,
    )


def unkept(rule: MatchRule, kept: Iterable[str]) -> str | None:
    """A header that counts and that no recording has: `kept` are those kept beyond the usual."""
    from fakeai_proxy.cassette.headers import REQUEST_KEPT

    names, prefixes = REQUEST_KEPT
    begun = (*prefixes, *(name[:-1] for name in kept if name.endswith("*")))
    known = {*names, *kept}
    return next((name for name in rule.headers if name not in known and not name.startswith(begun)), None)
