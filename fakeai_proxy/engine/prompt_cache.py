"""What usage says of cached tokens, which is not always what was found.

There is one cache, the worker's blocks, and one number. Of models that have prompt caching, OpenAI reports
1,024 tokens and above, in steps of 128 (https://platform.openai.com/docs/guides/prompt-caching); engines that
others run report whole blocks.
"""

from __future__ import annotations

from fakeai_proxy.catalog import Model

from .kv_settings import KVCacheSettings

STEP = 128
OPENAI = frozenset({"openai", "openai-internal", "system"})
"""`owned_by` of OpenAI's models."""


def reported(found: int, prompt_tokens: int, model: Model, settings: KVCacheSettings) -> int:
    """`usage.prompt_tokens_details.cached_tokens` where `found` tokens of the prompt were cached."""
    if not settings.prompt_caching:
        return 0
    found = min(found, prompt_tokens)
    if not _only_openai_serves(model):
        return found
    if "prompt_caching" not in model.capabilities:
        return 0
    beyond = found - settings.min_tokens
    return settings.min_tokens + beyond - beyond % STEP if beyond >= 0 else 0


def _only_openai_serves(model: Model) -> bool:
    """Its open-weight models run everywhere; fine-tuned ones belong to a customer, and run at OpenAI."""
    return model.architecture is None and (model.owner in OPENAI or model.id.startswith("ft:"))
