"""One request on its way through the profiles: each form of it is made once, when it is first needed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from hashlib import blake2b

from fakeai_proxy.core.canonical_json import canonical_json
from fakeai_proxy.core.exchange import Request

from .canonical import KEY_BYTES, Canonical
from .headers import REQUEST_KEPT, kept
from .matching import Form, Profile, form_of
from .matching.norm import norm
from .matching.pruning import pruned, standing
from .matching.rule import MatchRule
from .redact import Redactor
from .redaction.fields import tokens


class Asking:
    """What was asked, without secrets. `redactor` is the one by which `exact` was made."""

    def __init__(self, request: Request, exact: Canonical, redactor: Redactor) -> None:
        self.request, self.exact, self._redactor = request, exact, redactor

    @cached_property
    def llm(self) -> Form:
        return form_of(self.exact, "llm@1")

    @cached_property
    def norm(self) -> Form:
        return norm(self.llm)

    def form(self, profile: Profile) -> Form:
        """By its name."""
        return {"llm@1": lambda: self.llm, "norm@1": lambda: self.norm}.get(
            profile, lambda: form_of(self.exact, "exact@1")
        )()

    def key(self, profile: Profile) -> bytes:
        """By which `profile` knows it."""
        return self.exact.key if profile == "exact@1" else self.form(profile).key()

    @property
    def model(self) -> str | None:
        """Of a JSON body."""
        value = self.llm.value
        model = value.get("model") if isinstance(value, dict) else None
        return model if isinstance(model, str) else None

    def required(self, rule: MatchRule) -> bytes:
        """What has to be equal by `rule`, whatever else is."""
        value = form_of(self.exact, "exact@1").value if rule.require else None
        told = [list(standing(value, tokens(pointer))) for pointer in rule.require]
        return canonical_json([told, *(self._header(name) for name in rule.headers)])

    def ruled_key(self, rule: MatchRule, profile: Profile) -> bytes:
        """By which it is known without what `rule` ignores, and with what it requires."""
        form = self.form(profile)
        pointers = map(tokens, rule.ignore)
        body = form.body if form.value is None else canonical_json(pruned(form.value, pointers))
        name = blake2b(replace(form, body=body).key(), digest_size=KEY_BYTES)
        name.update(self.required(rule))
        return name.digest()

    def _header(self, name: str) -> list[str]:
        found = [pair for pair in self.request.headers if pair[0].lower() == name]
        return [value for _, value in kept(tuple(found), REQUEST_KEPT, self._redactor)]
