"""With which key a provider is asked: one of the environment, by the host, never one of a cassette."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.steps import Headers

BEARER = "authorization"


class Provider(NamedTuple):
    """Hosts that take a key of these variables in this header."""

    host: str
    variables: tuple[str, ...]
    header: str = BEARER


PROVIDERS = (
    Provider("api.openai.com", ("OPENAI_API_KEY",)),
    Provider("api.anthropic.com", ("ANTHROPIC_API_KEY",), "x-api-key"),
    Provider("*.api.nvidia.com", ("NVIDIA_API_KEY",)),
    Provider("*.openai.azure.com", ("AZURE_OPENAI_API_KEY",), "api-key"),
    Provider("*.services.ai.azure.com", ("AZURE_OPENAI_API_KEY",), "api-key"),
    Provider("generativelanguage.googleapis.com", ("GEMINI_API_KEY", "GOOGLE_API_KEY"), "x-goog-api-key"),
    Provider("api.groq.com", ("GROQ_API_KEY",)),
    Provider("api.mistral.ai", ("MISTRAL_API_KEY",)),
    Provider("openrouter.ai", ("OPENROUTER_API_KEY",)),
    Provider("api.together.xyz", ("TOGETHER_API_KEY",)),
    Provider("api.deepseek.com", ("DEEPSEEK_API_KEY",)),
    Provider("api.x.ai", ("XAI_API_KEY",)),
    Provider("api.fireworks.ai", ("FIREWORKS_API_KEY",)),
    Provider("api.perplexity.ai", ("PERPLEXITY_API_KEY",)),
    Provider("api.cohere.com", ("CO_API_KEY", "COHERE_API_KEY")),
    Provider("api.cerebras.ai", ("CEREBRAS_API_KEY",)),
    Provider("router.huggingface.co", ("HF_TOKEN",)),
)


def credential(
    host: str, environ: Mapping[str, str], variable: str | None = None, *, secure: bool = True
) -> Headers:
    """The header that `host` takes; nothing for hosts that are nobody's.

    variable: in place of the usual ones; secure: asked by https, else only a key of `variable` is sent.
    Raises SettingsError, naming the variables, where there is no key for a provider.
    """
    provider = next((one for one in PROVIDERS if fnmatchcase(host, one.host)), None)
    names = (variable,) if variable else provider.variables if provider and secure else ()
    if not names:
        return ()
    key = next((environ[name] for name in names if environ.get(name)), None)
    if key is None:
        raise SettingsError(f"no key for {host}: set {' or '.join(names)}, or name a variable with --key-env")
    header = provider.header if provider else BEARER
    return ((header, f"Bearer {key}" if header == BEARER else key),)
