"""`POST /rag/api/prompt`."""

from __future__ import annotations

from collections.abc import Sequence

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.chat import choices_of, job_of, sampling_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.noting import note
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.sliced import after
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.support import NOT_CHAT, refuse_kind
from fakeai_proxy.synth.retrieval.ranking import telling
from fakeai_proxy.tokens import chat_prompt, tokenizer
from fakeai_proxy.wire import rag as wire
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.usage import plain_usage, usage

from .documents import Document, documents_of

UNNAMED = "meta-llama/Llama-3.1-70B-Instruct"
"""The model that answers where none is named."""
INSTRUCTIONS = "Answer by these documents.\n\n"


def prompt(body: wire.RagRequest, context: Context) -> Reply:
    """An answer by documents: of vector stores, as far as filters let them pass, and made-up ones."""
    model = context.model(body.inference_model or UNNAMED)
    refuse_kind(model, "chat", NOT_CHAT)
    queries = [body.query] if isinstance(body.query, str) else body.query
    work = documents_of(queries, body.filters or {}, body.top_k, context)
    return after(work, lambda found: answered(body, queries, found, model, context), context)


def answered(
    body: wire.RagRequest,
    queries: Sequence[str],
    found: Sequence[Document],
    model: Model,
    context: Context,
) -> Reply:
    """What `model` says to `queries` after it has read what was `found`. Raises ApiError."""
    question, words = "\n".join(queries), tokenizer(model.encoding, model.token_factor)
    read = INSTRUCTIONS + "\n\n".join(f"[{one.source}]\n{one.content}" for one in found)
    messages = [{"role": "system", "content": read}, {"role": "user", "content": question}]
    chat = ChatRequest.model_construct(model=model.id, messages=messages)
    prompted = chat_prompt(messages, None, words, priming=model.priming)
    sampling = sampling_of(chat, model, prompted.tokens)
    lead = telling(found[0].content, question) if found else ""
    choices = choices_of(chat, sampling._replace(lead=lead), words, context)
    note(context.exchange, chat, None, usage(prompted.tokens, choices[0].tokens), choices)
    answer: wire.RagAnswer = {
        "content": choices[0].text,
        "retrieved_docs": [shown(one) for one in found],
        "sources": list(dict.fromkeys(one.source for one in found)),
        "inference_model": model.id,
        "filters": body.filters or {},
        "usage": plain_usage(prompted.tokens, choices[0].tokens),
    }
    run = submit([job_of(chat, model, prompted, choices, ())], context)
    return json_reply(answer, context, run)


def shown(one: Document) -> wire.RetrievedDocument:
    return {
        "id": one.id,
        "content": one.content,
        "score": one.score,
        "metadata": dict(one.metadata),
        "source": one.source,
    }
