"""Who prefills, and who decodes."""

from __future__ import annotations

from fakeai_proxy.core.errors import SettingsError

from .settings import EngineSettings
from .view import Role


def roles(engine: EngineSettings, workers: int) -> tuple[Role, ...]:
    """What each of `workers` workers does. Raises SettingsError if there are too few of them."""
    if not engine.disaggregated:
        return tuple("both" for _ in range(workers))
    prefill = engine.prefill_workers or max(workers // 2, 1)
    if prefill >= workers:
        raise SettingsError(
            f"engine.prefill_workers: {prefill} of kv_cache.num_workers = {workers} leave none that decodes; "
            + (f"it may be 1 to {workers - 1}" if workers > 1 else "kv_cache.num_workers must be 2 or more")
        )
    return tuple("prefill" if index < prefill else "decode" for index in range(workers))


def holders(roles: tuple[Role, ...], role: Role) -> tuple[int, ...]:
    """The workers that have `role`, in order."""
    return tuple(worker for worker, one in enumerate(roles) if one == role)
