"""How long answers of some models are."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.synth.brief import NATURAL, Length


class MeanLength(BaseModel):
    """Log-normal, by its mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mean: Annotated[float, Field(ge=1, le=100_000)]
    """Tokens."""
    sigma: Annotated[float, Field(ge=0, le=3)] = NATURAL.log_deviation
    """Deviation of the logarithm."""

    @property
    def length(self) -> Length:
        """It, to be drawn from."""
        return Length.of(self.mean, self.sigma)


def length(given: Any) -> MeanLength:
    """The distribution that a mean, or a table, tells. Raises SettingsError."""
    if isinstance(given, MeanLength):
        return given
    try:
        return MeanLength.model_validate(given if isinstance(given, dict) else {"mean": given})
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise SettingsError(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}; a length is a mean from 1 to 100000 "
            "tokens, or { mean, sigma } with a sigma from 0 to 3"
        ) from None
