"""Answers questions of travellers, by the OpenAI SDK and by LangChain, at once and as a stream."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import openai
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI

MODEL = "gpt-4o-mini"
TIMEOUT = float(os.environ.get("TRAVEL_TIMEOUT", "30"))
PROMPT = "You answer travellers in one sentence."
TOOLS: list[Any] = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "The weather of a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
]


def messages(question: str) -> list[Any]:
    return [{"role": "system", "content": PROMPT}, {"role": "user", "content": question}]


# ── by the SDK ─────────────────────────────────────────────────────────────────────────────────


def answer(question: str) -> str:
    with openai.OpenAI() as client:
        reply = client.chat.completions.create(model=MODEL, messages=messages(question), max_tokens=20)
    return reply.choices[0].message.content or ""


async def answer_async(question: str) -> str:
    async with openai.AsyncOpenAI() as client:
        reply = await client.chat.completions.create(model=MODEL, messages=messages(question), max_tokens=20)
    return reply.choices[0].message.content or ""


def pieces(question: str) -> Iterator[str]:
    """The answer as it comes."""
    with openai.OpenAI() as client:
        asked: dict[str, Any] = {"model": MODEL, "messages": messages(question), "max_tokens": 20}
        for event in client.chat.completions.create(**asked, stream=True):
            yield from (choice.delta.content for choice in event.choices if choice.delta.content)


async def pieces_async(question: str) -> AsyncIterator[str]:
    async with openai.AsyncOpenAI() as client:
        asked: dict[str, Any] = {"model": MODEL, "messages": messages(question), "max_tokens": 20}
        async for event in await client.chat.completions.create(**asked, stream=True):
            for choice in event.choices:
                if choice.delta.content:
                    yield choice.delta.content


def with_weather(question: str, weather: Callable[[str], str]) -> str:
    """Ask, call the tool that the model wants, and ask again with what it said."""
    said = messages(question)
    with openai.OpenAI() as client:
        asked: dict[str, Any] = {"model": MODEL, "tools": TOOLS, "max_tokens": 40}
        first = client.chat.completions.create(**asked, messages=said, tool_choice="required").choices[0]
        said.append(first.message.model_dump(exclude_none=True))
        for call in first.message.tool_calls or []:
            arguments = json.loads(call.function.arguments)  # type: ignore[union-attr]
            said.append({"role": "tool", "tool_call_id": call.id, "content": weather(str(arguments))})
        last = client.chat.completions.create(**asked, messages=said, tool_choice="none").choices[0]
    return last.message.content or ""


# ── by LangChain ───────────────────────────────────────────────────────────────────────────────


@tool
def book(city: str) -> str:
    """Book a hotel."""
    return f"booked in {city}"


def model(**how: Any) -> ChatOpenAI:
    return ChatOpenAI(model=MODEL, timeout=TIMEOUT, max_tokens=20, **how)


def chained(question: str) -> str:
    return str(model().invoke(messages(question)).content)


async def chained_async(question: str) -> str:
    return str((await model().ainvoke(messages(question))).content)


def chained_pieces(question: str) -> list[str]:
    return [str(piece.content) for piece in model().stream(messages(question)) if piece.content]


async def chained_pieces_async(question: str) -> list[str]:
    return [str(piece.content) async for piece in model().astream(messages(question)) if piece.content]


def bookings(question: str) -> list[Any]:
    """The bookings that the model wants, as (name, arguments)."""
    reply = model().bind_tools([book], tool_choice="book").invoke(messages(question))
    assert isinstance(reply, AIMessage)
    return [(call["name"], call["args"]) for call in reply.tool_calls]
