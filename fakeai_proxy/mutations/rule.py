"""A mutation and the answers it is of, as settings and recipes have it.

[[mutations]]
type = "truncate"
tokens = 20
match = { model = "gpt-4o*", source = "recorded" }
probability = 0.5
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_serializer

from fakeai_proxy.core.errors import SettingsError, nearest

from .base import Mutation
from .match import Match
from .table import mutation_of

OWN = ("match", "probability")
"""What stands beside the parameters of the mutation."""


class MutationRule(BaseModel):
    """One mutation of the answers that `match` tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mutation: Mutation
    match: Match = Field(default=Match(), description="The answers it is of; by default all.")
    probability: float = Field(
        default=1.0, ge=0, le=1, description="The share of them that it changes, drawn by the seed."
    )

    @model_serializer
    def told(self) -> dict[str, Any]:
        """As it would be written, without what is by default."""
        parameters = self.mutation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        match = self.match.model_dump(exclude_defaults=True)
        chance = {} if self.probability == 1 else {"probability": self.probability}
        return {"type": self.mutation.type, **parameters, **({"match": match} if match else {}), **chance}


def rule_given(given: Any) -> MutationRule:
    """The rule that a table describes. Raises SettingsError."""
    if isinstance(given, MutationRule):
        return given
    if not isinstance(given, Mapping):
        raise SettingsError("a mutation is a table with its name as type, and its parameters")
    parameters = {name: value for name, value in given.items() if name not in OWN}
    mutation = mutation_of(parameters)
    try:
        own = {name: given[name] for name in OWN if name in given}
        rule = MutationRule.model_validate({**own, "mutation": mutation})
    except ValidationError as error:
        raise SettingsError(f"{mutation.type}: {problem(error)}") from None
    if mutation.asks and rule.match.source is not None:
        raise SettingsError(f"{mutation.type}: match.source is not known of a request; leave it out")
    return rule


def problem(error: ValidationError) -> str:
    """Field and problem of the first thing wrong beside the parameters."""
    details = error.errors(include_url=False)[0]
    where = ".".join(map(str, details["loc"]))
    if details["type"] == "extra_forbidden":
        valid = [*Match.model_fields]
        near = nearest(str(details["loc"][-1]), valid)
        return f"{where}: unknown field{near}; there are {', '.join(valid)}"
    return f"{where}: {details['input']!r} is refused: {details['msg'].replace('Input should', 'it must')}"


Given = Annotated[MutationRule, BeforeValidator(rule_given)]
