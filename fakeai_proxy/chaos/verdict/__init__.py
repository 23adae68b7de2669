"""What a client makes of the faults it meets, judged by what its wire shows.

exchange ─ Watch ─► Attempt ─ Ledger ─► Observation ─ judge ─► Verdict ─► reports
"""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

if TYPE_CHECKING:
    from .attempt import Attempt, Injected
    from .judging import judge
    from .ledger import Ledger
    from .observation import Observation
    from .policy import POLICIES, Policy
    from .verdict import Verdict

__getattr__ = exports(
    __name__,
    {
        "POLICIES": "policy",
        "Attempt": "attempt",
        "Injected": "attempt",
        "Ledger": "ledger",
        "Observation": "observation",
        "Policy": "policy",
        "Verdict": "verdict",
        "judge": "judging",
    },
)

__all__ = ["POLICIES", "Attempt", "Injected", "Ledger", "Observation", "Policy", "Verdict", "judge"]
