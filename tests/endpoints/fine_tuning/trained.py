"""Fine-tuning jobs as the tests of this room make them."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.endpoints import Services
from tests.endpoints.asking import ask, told
from tests.endpoints.forms import send

EXAMPLE = {
    "messages": [
        {"role": "user", "content": "What is the capital of France?"},
        {"role": "assistant", "content": "Paris, of course."},
    ]
}


def lines(*examples: Any) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in examples)


EXAMPLES = lines(*[EXAMPLE] * 12)


def uploaded(to: Services, content: bytes = EXAMPLES, purpose: str = "fine-tune") -> str:
    """The id of a file."""
    id: str = told(send("/v1/files", to, file=("train.jsonl", content), purpose=purpose))["id"]
    return id


def begun(to: Services, content: bytes = EXAMPLES, **fields: Any) -> str:
    """The id of a job."""
    asked = {"model": "gpt-4o-mini", "training_file": uploaded(to, content), **fields}
    id: str = told(ask("/v1/fine_tuning/jobs", asked, to))["id"]
    return id


def seen(to: Services, job: str) -> Any:
    return told(ask(f"/v1/fine_tuning/jobs/{job}", to=to))
