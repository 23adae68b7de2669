import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.endpoints.reasoning import UNIT, effort_of, switched, thinking_of
from fakeai_proxy.endpoints.sampling import Thinking
from fakeai_proxy.wire.chat import ChatRequest

CATALOG = Catalog.load()


def chat(**fields):
    messages = [{"role": "user", "content": "Hi"}]
    return ChatRequest.model_validate({"model": "m", "messages": messages, **fields})


def test_models_of_openai_think_unseen():
    assert thinking_of(chat(), CATALOG.use("o3-mini")) == Thinking("medium", shown=False, unit=UNIT)
    assert thinking_of(chat(reasoning_effort="low"), CATALOG.use("o3-mini")).effort == "low"


@pytest.mark.parametrize("model", ["gpt-oss-120b", "deepseek-ai/deepseek-r1"])
def test_open_models_show_what_they_think(model):
    assert thinking_of(chat(), CATALOG.use(model)) == Thinking("medium", shown=True)


@pytest.mark.parametrize("model", ["claude-opus-4-1", "claude-3-7-sonnet", "gemini-2.5-pro"])
def test_what_only_its_maker_serves_shows_nothing(model):
    assert not thinking_of(chat(reasoning_effort="high"), CATALOG.use(model)).shown


@pytest.mark.parametrize("model", ["gpt-4o", "meta/llama-3.1-8b-instruct", "my-model"])
def test_others_do_not_think(model):
    assert thinking_of(chat(reasoning_effort="high"), CATALOG.use(model)) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, None),
        ({"chat_template_kwargs": {"enable_thinking": False}}, False),
        ({"chat_template_kwargs": {"thinking": True}}, True),
        ({"chat_template_kwargs": {"other": True}}, None),
        ({"thinking": {"type": "enabled", "budget_tokens": 100}}, True),
        ({"thinking": {"type": "disabled"}}, False),
        ({"thinking": False}, False),
    ],
)
def test_reasoning_is_switched_as_engines_do(fields, said):
    assert switched(chat(**fields)) is said


@pytest.mark.parametrize(
    ("model", "fields", "effort"),
    [
        ("o3", {}, "medium"),
        ("gpt-5", {}, "medium"),
        ("gpt-5.1", {}, "none"),
        ("gpt-5.1", {"reasoning_effort": "high"}, "high"),
        ("anthropic/claude-sonnet-4-5", {}, "none"),
        ("claude-opus-4-1", {"thinking": {"type": "enabled"}}, "medium"),
        ("deepseek-ai/deepseek-v3.1", {"chat_template_kwargs": {"thinking": True}}, "medium"),
        ("deepseek-ai/deepseek-r1", {}, "medium"),
        ("qwen/qwen3-32b", {"chat_template_kwargs": {"enable_thinking": False}}, "none"),
        ("qwen/qwen3-32b", {"thinking": False, "reasoning_effort": "low"}, "low"),
    ],
)
def test_effort_is_as_asked_or_as_the_model_is_wont_to(model, fields, effort):
    assert effort_of(chat(**fields), model) == effort
