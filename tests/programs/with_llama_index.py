"""LlamaIndex: a chat, a stream, a tool, and an index of documents that is asked a question."""

from __future__ import annotations

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI

DOCUMENTS = [
    "Bread is baked of flour, water and salt.",
    "The memory bandwidth of an H100 is 3.35 terabytes per second.",
    "The cat sleeps on the sofa.",
]


def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"It is 21 degrees in {city}."


def main() -> None:
    model = OpenAI(model="gpt-4o-mini")
    assert model.chat([ChatMessage(role="user", content="What is a proxy?")]).message.content
    pieces = [part.delta for part in model.stream_complete("What is a proxy?")]
    assert len(pieces) > 5
    print("chat and stream")
    tool = FunctionTool.from_defaults(fn=get_weather)
    answer = model.predict_and_call([tool], "What is the weather in Paris?")
    assert "21 degrees in Paris" in str(answer), answer
    print("a tool")
    Settings.llm, Settings.embed_model = model, OpenAIEmbedding(model="text-embedding-3-small")
    index = VectorStoreIndex.from_documents([Document(text=text) for text in DOCUMENTS])
    asked = "What is the memory bandwidth of the H100?"
    [best] = index.as_retriever(similarity_top_k=1).retrieve(asked)
    assert best.node.get_content() == DOCUMENTS[1], best
    assert str(index.as_query_engine().query(asked))
    print("an index of three documents")


if __name__ == "__main__":
    main()
