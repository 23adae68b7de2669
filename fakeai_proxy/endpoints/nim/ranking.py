"""`POST /ranking` of NIM, on a server of one's own and in NVIDIA's cloud."""

from __future__ import annotations

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.synth.relevance import logit
from fakeai_proxy.wire import nim as wire

from .length import fitted, refused
from .scoring import PAIRED, ranked, ranker, read


def ranking(body: wire.RankingRequest, context: Context) -> Reply:
    """Passages in the order of how well they answer a query, each with the logit of the model."""
    given = body.passages or body.documents
    if not given:
        raise refused("Field required: passages", 422)
    model, words = ranker(body.model, context)
    question = text_of(body.query)
    room = model.context_window - words.count(question) - PAIRED if model.context_window else 0
    texts = [fitted(text_of(one), max(room, 1), body.truncate, words) for one in given]
    run = read(question, texts, model, words, context)
    tokens = context.exchange.prompt_tokens
    answer: wire.Rankings = {
        "rankings": [
            {"index": one.at, "logit": round(logit(one.score), 6)}
            for one in ranked(question, texts, body.top_n)
        ],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }
    return json_reply(answer, context, run)


def text_of(given: str | wire.Passage) -> str:
    return given if isinstance(given, str) else given["text"]
