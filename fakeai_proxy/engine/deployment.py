"""How a model of known architecture is served: as it usually is, but for what settings say; if it can be."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Architecture, Deployment, Precision
from fakeai_proxy.catalog.naming import shown
from fakeai_proxy.core.errors import SettingsError

from .formats import check_precision, lacking
from .hardware import Gpu, gpu, gpus
from .memory import kv_bytes, kv_shards, kv_tokens, usable_bytes, weight_bytes
from .settings import EngineSettings

COUNTS = (1, 2, 4, 8, 16, 32, 64)
"""GPUs of a worker that are tried where nobody says how many."""
DEFAULT = Deployment("H100-80GB", 0, "bf16")
"""Of a model whose deployment is not known. 0: as few as it fits on."""
LEAST_CONTEXT = 4096
"""Tokens of KV cache without which a model cannot be served, where its context is that long."""
GIB = 2**30


def deployment_of(model: Model, architecture: Architecture, settings: EngineSettings) -> Deployment:
    """Where `model` runs. What settings leave open is the model's own choice, where the GPU allows it.

    Raises SettingsError: unknown GPU, precision that the GPU lacks, or not enough memory.
    """
    own = model.deployment or DEFAULT
    card = gpu(settings.gpu or own.gpu)
    precision = _precision(settings.precision, own.precision, card)
    as_usual = settings.gpu is None and precision == own.precision
    count = settings.gpus or (as_usual and own.count) or _fewest(model, architecture, precision, card)
    if not count or not _fits(model, architecture, precision, card, count):
        raise SettingsError(_too_large(model, architecture, precision, card, count or COUNTS[-1]))
    return Deployment(card.name, count, precision, settings.backend or own.engine)


def _precision(asked: Precision | None, own: Precision, card: Gpu) -> Precision:
    """The one asked for; else the model's own or, where the card lacks that, the next wider one."""
    if asked:
        try:
            check_precision(asked, card)
        except SettingsError as why:
            raise SettingsError(f"engine.precision: {why}{_having(asked)}") from None
        return asked
    wider: tuple[Precision, ...] = (own, "fp8", "bf16")
    return next(precision for precision in wider if not lacking(precision, card))


def _having(precision: Precision) -> str:
    having = [card.name for card in gpus().values() if not lacking(precision, card)]
    return f"; engine.gpu may be {' or '.join(having)}"


def _fewest(model: Model, architecture: Architecture, precision: Precision, card: Gpu) -> int | None:
    return next((count for count in COUNTS if _fits(model, architecture, precision, card, count)), None)


def _fits(model: Model, architecture: Architecture, precision: Precision, card: Gpu, count: int) -> bool:
    return kv_tokens(architecture, precision, card, count) >= min(LEAST_CONTEXT, model.context_window)


def _too_large(model: Model, architecture: Architecture, precision: Precision, card: Gpu, count: int) -> str:
    context = min(LEAST_CONTEXT, model.context_window)
    cache = kv_bytes(architecture, precision) * context / kv_shards(architecture, count)
    missing = weight_bytes(architecture, precision) / count + cache - usable_bytes(card)
    fewest = _fewest(model, architecture, precision, card)
    return (
        f"{shown(model.id)} in {precision} does not fit on {count} x {card.name}: "
        f"{missing / GIB:.1f} GiB are missing on each ({missing * count / GIB:.1f} GiB in all); "
        + (f"engine.gpus = {fewest} would do" if fewest else "no number of them would do")
    )
