"""LiteLLM: OpenAI, Anthropic and NVIDIA by one function; whole, streamed, with a tool."""

from __future__ import annotations

import json

import litellm

ASKED = [{"role": "user", "content": "What is the weather in Paris?"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
MODELS = ("gpt-4o-mini", "anthropic/claude-sonnet-4-6", "nvidia_nim/nvidia/nvidia-nemotron-nano-9b-v2")


def said(model: str) -> str:
    return str(litellm.completion(model=model, messages=ASKED, max_tokens=60).choices[0].message.content)


def streamed(model: str) -> str:
    chunks = litellm.completion(model=model, messages=ASKED, max_tokens=60, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def by_a_tool(model: str) -> str:
    """The answer to the result of a call."""
    message = litellm.completion(model=model, messages=ASKED, tools=[TOOL]).choices[0].message
    [call] = message.tool_calls
    assert json.loads(call.function.arguments) == {"city": "Paris"}, call
    result = {"role": "tool", "tool_call_id": call.id, "content": '{"degrees": 21}'}
    history = [*ASKED, message.model_dump(exclude_none=True), result]
    return str(litellm.completion(model=model, messages=history, tools=[TOOL]).choices[0].message.content)


def main() -> None:
    for model in MODELS:
        assert said(model)
        assert streamed(model)
        assert "21" in by_a_tool(model)
        print(f"{model}: whole, streamed, a tool")
    vectors = litellm.embedding(model="text-embedding-3-small", input=["a proxy stands between"])
    assert len(vectors.data[0]["embedding"]) == 1536
    print("text-embedding-3-small: a vector")


if __name__ == "__main__":
    main()
