"""What the profiles leave of a request, and the keys that they give."""

from __future__ import annotations

from pydantic_core import from_json

from fakeai_proxy.cassette.canonical import Canonical

from .form import Form
from .llm import llm
from .names import Profile
from .norm import norm


def form_of(canonical: Canonical, profile: Profile) -> Form:
    """What `profile` leaves of a request."""
    match profile:
        case "exact@1":
            value = from_json(canonical.body) if canonical.form == "json" else None
            return Form(canonical, value, canonical.body)
        case "llm@1":
            return llm(canonical)
        case "norm@1":
            return norm(llm(canonical))


def keys_of(canonical: Canonical, form: Form | None = None) -> tuple[tuple[Profile, bytes], ...]:
    """The key of each profile, in their order. `form`: the llm@1 one, where it is made already."""
    plain = form or llm(canonical)
    own, masked = plain.key(), norm(plain)
    return (
        ("exact@1", canonical.key),
        ("llm@1", own),
        ("norm@1", own if masked is plain else masked.key()),
    )
