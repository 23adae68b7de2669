"""Everything in one document: how experiments went, and what clients made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .status import idle, status
from .verdict import POLICIES as BY_NAME
from .verdict import Policy, judge

if TYPE_CHECKING:
    from .injector import Chaos

POLICIES: Mapping[str, Policy] = {str(name): policy for name, policy in BY_NAME.items()}


def report(chaos: Chaos, policy: Policy, *, over: bool) -> Mapping[str, Any]:
    """`status`, the experiments and rules that nothing matched, and the verdict by `policy`.

    over: the clients have ended and will ask nothing more.
    """
    from .verdict.reports.document import document

    verdict = judge(chaos.watchers.ledger.observe(over=over), policy)
    return {
        "status": status(chaos),
        "unmatched": idle(chaos),
        "verdict": document(verdict).model_dump(mode="json"),
        "exit_code": verdict.exit_code,
    }
