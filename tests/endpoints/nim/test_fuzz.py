"""No request to what others than OpenAI have raises, or is answered with a 500."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import End, Head
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.test_fuzz import TO, messages, text, values

PATHS = (
    *("/v1/ranking", "/v1/rerank", "/tokenize", "/detokenize"),
    *("/rag/api/prompt", "/v1/text/generation"),
)
models = st.sampled_from(["nvidia/nv-rerankqa-mistral-4b-v3", "rerank-v3.5", "mine", "tts-1"])
passages = text | st.fixed_dictionaries({"text": text}) | values
bodies = st.fixed_dictionaries(
    {"model": models, "query": text | st.fixed_dictionaries({"text": text})},
    optional={
        "passages": st.lists(passages, max_size=3),
        "documents": st.lists(passages, max_size=3),
        "truncate": st.sampled_from(["END", "NONE", "X"]),
        "top_n": st.integers(0, 3),
        "return_documents": st.booleans(),
        "rank_fields": st.lists(text, max_size=2),
        "max_tokens_per_doc": st.integers(0, 9),
        "prompt": text,
        "messages": st.lists(messages, max_size=2),
        "tokens": st.lists(st.integers(-1, 2**33), max_size=4),
        "return_token_strs": st.booleans(),
        "filters": st.dictionaries(text, text | st.integers(), max_size=2) | values,
        "top_k": st.integers(0, 4),
        "inference_model": models,
        "max_new_tokens": st.integers(-1, 9),
        "stop": text | values,
    },
)


@given(bodies)
@settings(deadline=None, max_examples=25)
def test_rankings_tokens_documents_and_texts(content) -> None:
    for path in PATHS:
        played = [*dispatch(Request("POST", path, body=json.dumps(content).encode()), TO)]
        status = next(step.status for step in played if isinstance(step, Head))
        assert status in (200, 400, 404, 422)
        assert played[-1] == End()
