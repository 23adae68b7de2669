"""An ordinary program of the OpenAI SDK: a whole chat, a streamed chat, an embedding."""

from openai import OpenAI

client = OpenAI()

whole = client.chat.completions.create(
    model="gpt-4o", messages=[{"role": "user", "content": "Say hello."}], max_tokens=24
)
print("whole:", whole.choices[0].message.content)

chunks = client.chat.completions.create(
    model="gpt-4o",
    messages=[{"role": "user", "content": "Say hello, piece by piece."}],
    max_tokens=24,
    stream=True,
    stream_options={"include_usage": True},
)
print("streamed:", "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices))

embedding = client.embeddings.create(model="text-embedding-3-small", input="hello", dimensions=256)
print("embedded:", len(embedding.data[0].embedding), "dimensions")
