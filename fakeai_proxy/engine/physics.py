"""The time of a step from the shape of the model and the data sheet of the GPU.

Decode reads all weights that the batch touches and all its keys and values, so it is bound by bandwidth;
prefill multiplies, so it is bound by the tensor cores; both pay for launches and for summing over the GPUs.
The efficiencies below were fitted to 1,467 measured configurations (seven models on H100, H200 and B200) of
the sample that aiconfigurator ships (Apache-2.0); Ampere and Ada are taken to be like Hopper.

A step that does both takes max(prefill, decode + 0.68 x prefill) seconds. The two share the reading of the
weights and the launches, so that their sum is too much: 0.68 is what inter-token latencies of busy engines
say. But no prompt is ready before its own prefill could be. Prompts shorter than those measured are another
matter: see short_prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog.architecture import Architecture, Deployment, Engine

from .formats import FORMATS, decode_rate, prefill_rate
from .hardware import Gpu, gpu
from .memory import kv_bytes, kv_shards, kv_tokens, weight_bytes
from .pricing import Chunk, Cost, Kind
from .short_prompt import MEASURED, share

WEIGHTS_BANDWIDTH = 0.90
"""Share of the peak bandwidth at which weights are read."""
EXPERTS_BANDWIDTH = 0.81
KV_BANDWIDTH = 0.64
EXPERTS_DECODE = 0.36
"""Share of the dense rate at which experts are multiplied in decode."""
WIDE_PREFILL = 0.65
"""Share of the bf16 rate at which a prompt is multiplied."""
ATTENTION = 0.30
"""Share of the bf16 rate at which a prompt attends."""
LATENT_WIDTH = 192
"""Elements of a head that prefill multiplies where attention is latent: 128, and 64 of the position."""
ALL_REDUCE = 6e-6
"""Seconds of one all-reduce of nothing."""
DECODE_LINK, PREFILL_LINK = 0.33, 0.60
"""Share of the link's peak that an all-reduce has."""
STEP = 0.21e-3
"""Seconds of a decode step besides its layers."""
MOE_LAYER = 11e-6
"""Seconds that routing to experts adds to a layer."""
PREFILL_LAYER = 0.34e-3
"""Seconds that a layer takes at least where it prefills."""
INTERFERENCE = 0.68
"""Part of a prefill by which the decodes of the same step take longer."""

LAUNCHES: dict[Engine, float] = {"vllm": 1.0, "trtllm": 0.75, "sglang": 1.4}
"""Cost of launching a step, beside vLLM's."""
OVERHEAD: dict[Engine, float] = {"vllm": 6.3e-3, "trtllm": 76e-3, "sglang": 236e-3}
"""Seconds from the socket to the scheduler and back, where a prompt is not short. Those of TensorRT-LLM and
SGLang depend on how they gather requests into batches; these are of the measured configurations."""

RAMP = np.arange(1024, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Tuned:
    """What differs between generations of GPUs."""

    decode: float
    """Share of the tensor peak in decode."""
    layer: float
    """Seconds to launch a layer."""
    narrow_prefill: float
    """Share of the peak of fp8 or fp4 at which a prompt is multiplied."""
    experts_prefill: float
    """Share of the dense rate at which experts are multiplied in prefill."""
    routed_token: float
    """Seconds that each prompt token adds to a layer with experts."""


HOPPER = Tuned(decode=0.62, layer=68e-6, narrow_prefill=0.52, experts_prefill=0.21, routed_token=0.15e-6)
BLACKWELL = Tuned(decode=0.80, layer=58e-6, narrow_prefill=0.31, experts_prefill=0.70, routed_token=0.12e-6)


class Physics:
    """A model of known architecture on given GPUs. A `Pricing`."""

    kind: Kind

    def __init__(self, architecture: Architecture, deployment: Deployment) -> None:
        card = gpu(deployment.gpu)
        tuned = BLACKWELL if card.generation == "blackwell" else HOPPER
        self.kind = "estimate" if architecture.estimated else "physics"
        shape = "size" if architecture.estimated else "architecture"
        self.source = f"{shape} of the model, data sheet of {card.name}"
        self.deployment = deployment
        self.gpus = deployment.count
        self.overhead = OVERHEAD[deployment.engine]
        self.weights = weight_bytes(architecture, deployment.precision) / deployment.count
        self.kv_tokens = kv_tokens(architecture, deployment.precision, card, deployment.count)
        self._set_reads(architecture, deployment, card)
        self._set_decode(architecture, deployment, card, tuned)
        self._set_prefill(architecture, deployment, card, tuned)

    def _set_reads(self, model: Architecture, deployment: Deployment, card: Gpu) -> None:
        """Bytes that each GPU reads: of all weights but experts, of experts, of the KV of a token."""
        stored, count = FORMATS[deployment.precision], deployment.count
        self._bandwidth = card.bandwidth_gb_s * 1e9
        self._dense = model.dense * stored.dense_bytes / count
        self._experts = model.experts * stored.expert_bytes / count
        self._spared = 1 - _routed(model)
        self._kv = kv_bytes(model, deployment.precision) / kv_shards(model, count)
        self._full, self._windowed, self._window = 1 - model.windowed, model.windowed, model.window
        self._sent = 2 * model.layers * 2 * (count - 1) / count * model.hidden * 2

    def _set_decode(self, model: Architecture, deployment: Deployment, card: Gpu, tuned: Tuned) -> None:
        """Seconds of a step, of each sequence, of each byte."""
        yielded = FORMATS[deployment.precision].decode_yield * tuned.decode
        rate = decode_rate(deployment.precision, card) * yielded * deployment.count
        self._multiply = 2 * (model.dense + model.experts * _routed(model) / EXPERTS_DECODE) / rate
        self._read_dense = self._dense / (self._bandwidth * WEIGHTS_BANDWIDTH)
        self._read_experts = self._experts / (self._bandwidth * EXPERTS_BANDWIDTH)
        self._read_kv = self._kv / (self._bandwidth * KV_BANDWIDTH)
        self._send = self._sent / (DECODE_LINK * card.link_bytes_s)
        launch = STEP + model.layers * tuned.layer + model.moe_layers * MOE_LAYER
        self._launch = launch * LAUNCHES[deployment.engine]
        if deployment.count > 1:
            self._launch += 2 * model.layers * ALL_REDUCE

    def _set_prefill(self, model: Architecture, deployment: Deployment, card: Gpu, tuned: Tuned) -> None:
        """Seconds of a prompt, of each of its tokens, of each pair that attends; shares of the peak too."""
        rate = prefill_rate(deployment.precision, card)
        share = tuned.narrow_prefill if deployment.precision in ("fp8", "fp4") else WIDE_PREFILL
        routed = model.experts * _routed(model)
        self._prefill = 2 * (model.dense + routed / tuned.experts_prefill) / (rate * share * deployment.count)
        width = LATENT_WIDTH if model.mla else model.head_dim
        pair = 4 * model.layers * model.heads * width / deployment.count
        self._attend = pair / (card.bf16_tflops * 1e12 * ATTENTION)
        self._prefill_read = 1 / (self._bandwidth * WEIGHTS_BANDWIDTH)
        self._token = self._sent / (PREFILL_LINK * card.link_bytes_s) + model.moe_layers * tuned.routed_token
        self._prefill_layers = PREFILL_LAYER * model.layers
        self._token_share = 2 * (model.dense + routed) / (rate * deployment.count)
        self._pair_share = pair / rate

    def outside(self, new: int) -> float:
        """See Pricing.outside."""
        return self.overhead * share(new)

    def step(self, decoding: int, context: int, chunks: Sequence[Chunk]) -> Cost:
        """See Pricing.step."""
        read = self._full * context + self._windowed * min(context, decoding * self._window)
        if not chunks:
            seconds = self._fixed(decoding) + self._read_kv * read
            return self._cost(seconds, decoding, read, context)
        new, kept, pairs = self._sums(chunks)
        prefill = self._prefill_seconds(new, pairs)
        if not decoding:
            return self._cost(prefill, new, kept, pairs)
        mixed = self._fixed(decoding) + self._read_kv * read + INTERFERENCE * prefill
        return self._cost(max(prefill, mixed), decoding + new, read + kept, context + pairs)

    def decode(self, decoding: int, context: int, steps: int) -> tuple[NDArray[np.float64], Cost]:
        """See Pricing.decode."""
        ramp = RAMP[:steps] if steps <= len(RAMP) else np.arange(steps, dtype=np.float64)
        windows = decoding * self._window
        fixed, slope = self._fixed(decoding), self._read_kv * decoding
        middle = context + decoding * (steps - 1) / 2
        if not self._windowed or context >= windows:
            read = self._full * middle + self._windowed * windows
            start = self._full * context + self._windowed * windows
            seconds = ramp * (slope * self._full) + (fixed + self._read_kv * start)
        else:
            contexts = ramp * decoding + context
            reads = self._full * contexts + self._windowed * np.minimum(contexts, windows)
            read = float(reads.mean())
            seconds = reads * self._read_kv + fixed
        return seconds, self._cost(fixed + self._read_kv * read, decoding, read, middle)

    def _fixed(self, decoding: int) -> float:
        """Seconds of a decode step but for its KV cache."""
        read = self._read_dense
        if self._experts:
            read += self._read_experts * (1 - self._spared**decoding)
        return max(read, self._multiply * decoding) + self._send * decoding + self._launch

    def _prefill_seconds(self, new: int, pairs: float) -> float:
        if new < MEASURED:
            return max(share(new) * self._measured_prefill(MEASURED, pairs), self.reading(new))
        return self._measured_prefill(new, pairs)

    def _measured_prefill(self, new: int, pairs: float) -> float:
        multiply = self._prefill * new + self._attend * pairs
        return max(multiply, self.reading(new)) + self._token * new + self._prefill_layers

    def reading(self, new: int) -> float:
        """Seconds in which the weights that `new` tokens need are read: no prefill of them takes less."""
        return self._touched(new) * self._prefill_read

    def _touched(self, tokens: int) -> float:
        """Bytes of the weights that `tokens` tokens need: of experts those that any of them goes to."""
        if not self._experts:
            return self._dense
        return self._dense + self._experts * (1 - self._spared**tokens)

    def _sums(self, chunks: Sequence[Chunk]) -> tuple[int, float, float]:
        """Tokens that are new, tokens whose KV is read, pairs of tokens that attend."""
        new, kept, pairs = 0, 0.0, 0.0
        for chunk in chunks:
            seen = chunk.before + chunk.new / 2
            new += chunk.new
            kept += chunk.before + chunk.new
            pairs += chunk.new * seen
            if self._windowed:
                kept -= self._windowed * max(chunk.before - self._window, 0)
                pairs -= self._windowed * chunk.new * max(seen - self._window, 0)
        return new, kept, pairs

    def _cost(self, seconds: float, tokens: int, read: float, pairs: float) -> Cost:
        """Shares of the peaks while `tokens` tokens pass, over the KV of `read` tokens."""
        moved = self._touched(tokens) + self._kv * (read + tokens)
        operations = self._token_share * tokens + self._pair_share * pairs
        return Cost(
            seconds,
            min(moved / (seconds * self._bandwidth), 1.0),
            min(operations / seconds, 1.0),
            self._sent * tokens / seconds,
        )


def _routed(model: Architecture) -> float:
    """Share of the experts that a token goes to."""
    return model.top_k / model.expert_count if model.expert_count else 0.0
