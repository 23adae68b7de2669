"""The Realtime API as the real SDK speaks it: over TLS, through the proxy."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from typing import Any

import numpy as np
import openai
import pytest

from fakeai_proxy.synth.speech import speak, texts_in
from tests.proxy.serving import Serving

from .sdk import developers_environ

pytestmark = pytest.mark.anyio
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


async def until(connection: Any, kind: str = "response.done") -> list[Any]:
    """What is heard, up to the first event of `kind`."""
    heard = []
    async with asyncio.timeout(20):
        async for event in connection:
            heard.append(event)
            if event.type == kind:
                break
    return heard


async def say(connection: Any, text: str) -> None:
    content = [{"type": "input_text", "text": text}]
    await connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})


async def test_a_conversation(simulator: Serving) -> None:
    """Text, sound with turns found in it, a function, an answer cut short, an error; and the beta."""
    with developers_environ(simulator, "HTTPS_PROXY"):
        client = openai.AsyncOpenAI(api_key="sk-nobody")
        async with client, client.realtime.connect(model="gpt-realtime") as connection:
            assert (await connection.recv()).type == "session.created"
            await connection.session.update(
                session={
                    "type": "realtime",
                    "output_modalities": ["text"],
                    "tools": [WEATHER],
                    "audio": {"input": {"transcription": {"model": "gpt-4o-transcribe"}}},
                }
            )
            await say(connection, "Hello!")
            await connection.response.create()
            heard = await until(connection)
            text = "".join(event.delta for event in heard if event.type == "response.output_text.delta")
            assert heard[-1].response.output[0].content[0].text == text != ""

            spoken = np.concatenate((speak("What is the weather in Paris?"), np.zeros(24_000, np.int16)))
            for piece in np.array_split(spoken, 20):
                await connection.input_audio_buffer.append(audio=b64encode(piece.tobytes()).decode())
            heard = await until(connection)
            types = [event.type for event in heard]
            assert "input_audio_buffer.speech_stopped" in types
            [call] = heard[-1].response.output
            assert (call.name, call.arguments) == ("get_weather", '{"city":"Paris"}')
            [told] = [event.transcript for event in heard if event.type.endswith("transcription.completed")]
            assert told == "What is the weather in Paris?"

            result = {"type": "function_call_output", "call_id": call.call_id, "output": '{"sky": "blue"}'}
            await connection.conversation.item.create(item=result)
            await connection.response.create(response={"output_modalities": ["audio"]})
            heard = await until(connection)
            sound = b"".join(
                b64decode(event.delta) for event in heard if event.type == "response.output_audio.delta"
            )
            said = heard[-1].response.output[0].content[0].transcript
            assert texts_in(np.frombuffer(sound, "<i2").astype(np.int16)) == [said]
            assert said.startswith("The sky is blue.")

            await say(connection, "Tell me a long story.")
            await connection.response.create(response={"output_modalities": ["audio"]})
            await connection.response.cancel()
            assert (await until(connection))[-1].response.status_details.reason == "client_cancelled"
            await connection.send({"type": "response.stop"})  # type: ignore[arg-type, misc]
            [error] = await until(connection, "error")
            assert error.error.code == "invalid_value"
        async with (
            openai.AsyncOpenAI(api_key="sk-nobody") as client,
            client.beta.realtime.connect(model="gpt-4o-realtime-preview") as older,
        ):
            await older.response.create(response={"modalities": ["text"], "instructions": "Greet."})
            types = [event.type for event in await until(older)]
            assert types[:3] == ["session.created", "conversation.created", "response.created"]
            assert "response.text.delta" in types
            async with client.responses.connect() as responses:
                await responses.response.create(model="gpt-4o", input="Hello!", store=False)
                first = (await until(responses, "response.completed"))[-1].response
                more = {"model": "gpt-4o", "input": "Go on.", "previous_response_id": first.id}
                await responses.response.create(**more, store=False)
                second = (await until(responses, "response.completed"))[-1].response
                assert second.usage.input_tokens > first.usage.output_tokens
