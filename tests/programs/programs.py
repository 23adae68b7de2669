"""The programs, and what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
NODE = HERE.parent / "end_to_end" / "faults" / "node"
"""Its package.json pins the SDK for Node.js."""


class Program(NamedTuple):
    name: str
    file: str
    packages: tuple[str, ...]
    """Of PyPI; none: those of npm that NODE pins."""


PROGRAMS = (
    Program("LiteLLM", "with_litellm.py", ("litellm==1.106.2", "mcp==2.3.0")),
    Program(
        "LlamaIndex",
        "with_llama_index.py",
        (
            "llama-index-core==0.14.25",
            "llama-index-llms-openai==0.8.3",
            "llama-index-embeddings-openai==0.7.0",
        ),
    ),
    Program("openai for Node.js", "with_openai.mjs", ()),
)
KEYS = {
    "OPENAI_API_KEY": "sk-nobody",
    "ANTHROPIC_API_KEY": "sk-ant-nobody",
    "NVIDIA_NIM_API_KEY": "nvapi-nobody",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # else it asks GitHub for prices
}
"""Set for all of them."""
