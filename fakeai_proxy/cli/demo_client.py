"""An ordinary program of the OpenAI SDK. It knows nothing of proxies; the demo runs it as a script.

Prints a JSON line for each chunk: seconds since the request, its text, itself, completion tokens so far.
"""

import json
import time

from openai import OpenAI

MODEL = "gpt-4o-mini"


QUESTION = "Why would one put a proxy in front of a language model?"


def main() -> None:
    client = OpenAI()
    # The first request pays for the TLS handshake and for what servers load late; the second is measured.
    client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Are you there?"}], max_tokens=1
    )
    start = time.perf_counter()
    answer = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": QUESTION}],
        stream=True,
        stream_options={"include_usage": True},
        max_tokens=60,
    )
    for chunk in answer:
        report = {
            "at": time.perf_counter() - start,
            "text": (chunk.choices[0].delta.content or "") if chunk.choices else "",
            "chunk": chunk.model_dump_json(),
            "tokens": chunk.usage.completion_tokens if chunk.usage else 0,
        }
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
