"""By what a recording is known: profiles, each a form of the request in which more is left out.

exact@1   the request as it is, but for its transport (see `cassette.canonical`)
llm@1     what a model is asked: without who asks and how the answer is delivered
norm@1    the same, with ids, dates and temporary paths in its texts masked

Canonical ─ llm ─► Form ─ norm ─► Form; each has a key, and equal keys are the same request.
"""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

from .names import PROFILES, Profile

if TYPE_CHECKING:
    from .delivery import Delivery
    from .form import Form
    from .profiles import form_of, keys_of

__getattr__ = exports(
    __name__, {"Delivery": "delivery", "Form": "form", "form_of": "profiles", "keys_of": "profiles"}
)

__all__ = ["PROFILES", "Delivery", "Form", "Profile", "form_of", "keys_of"]
