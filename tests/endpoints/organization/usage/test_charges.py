import pytest

from fakeai_proxy.endpoints.organization.usage.charges import charges
from fakeai_proxy.endpoints.organization.usage.records import Record
from fakeai_proxy.telemetry.usage import Amounts
from tests.endpoints.asking import context

CONTEXT = context()


def bill(model: str, batch: bool = False, size: str = "", **amounts: float) -> dict[str, float]:
    facts = {"model": model, "batch": batch, "size": size}
    found = charges(Record(0, "", model, facts, Amounts(1, **amounts)), CONTEXT)
    return {charge.item.removeprefix(f"{model}, "): charge.dollars for charge in found}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"model": "gpt-4o-mini", "prompt_tokens": 2e6, "cached_tokens": 1e6, "completion_tokens": 1e6},
         {"input_tokens": 0.15, "cached_input_tokens": 0.075, "output_tokens": 0.6}),
        ({"model": "gpt-4o-mini", "batch": True, "prompt_tokens": 1e6, "completion_tokens": 1e6},
         {"input_tokens": 0.075, "output_tokens": 0.3}),
        ({"model": "gpt-4o-audio-preview", "batch": True, "prompt_tokens": 1e6}, {"input_tokens": 1.25}),
        ({"model": "tts-1", "characters": 1e6}, {"characters": 15.0}),
        ({"model": "whisper-1", "audio_seconds": 60}, {"duration": 0.006}),
        ({"model": "dall-e-3", "images": 2, "size": "1024x1024"}, {"images": 0.08}),
        ({"model": "my-own", "prompt_tokens": 1e6, "web_searches": 3}, {"web search tool calls": 0.03}),
    ],
)  # fmt: skip
def test_what_it_costs(asked: dict[str, float], expected: dict[str, float]) -> None:
    assert bill(**asked) == pytest.approx(expected)  # type: ignore[arg-type]
