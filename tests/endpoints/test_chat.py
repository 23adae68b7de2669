import ast
import json
import os
import subprocess
import sys

import pytest
from openai.types.chat import ChatCompletion

from fakeai_proxy.tokens import tokenizer
from tests.playbook import play

from .asking import CHAT, NIM, ask, error, events, paced, services, steps, told
from .typed import typed

PATH = "/v1/chat/completions"
O200K = tokenizer("o200k_base")


def chat(to=None, host="api.openai.com", **fields):
    return told(ask(PATH, CHAT | fields, to, host=host))


def refused(status=400, host="api.openai.com", **fields):
    refusal = error(ask(PATH, CHAT | fields, host=host), status)
    return refusal["code"], refusal["param"], refusal["message"]


def texts(answer):
    return [choice["message"]["content"] for choice in answer["choices"]]


def test_the_answer_is_of_the_type_of_the_sdk():
    completion = typed(ChatCompletion, chat())
    assert completion.id.startswith("chatcmpl-")
    assert completion.model == "gpt-4o-mini-2024-07-18"
    assert completion.created == 1_700_000_000
    assert completion.service_tier == "default"
    assert completion.system_fingerprint.startswith("fp_")


def test_the_message_has_every_field_the_api_sends():
    choice = chat()["choices"][0]
    assert choice.keys() == {"index", "message", "logprobs", "finish_reason"}
    assert choice["logprobs"] is None
    message = choice["message"]
    assert message.keys() == {"role", "content", "refusal", "annotations"}
    assert (message["role"], message["refusal"], message["annotations"]) == ("assistant", None, [])


def test_usage_is_what_tiktoken_counts():
    answer = chat()
    assert answer["usage"]["prompt_tokens"] == 3 + 1 + O200K.count("Tell me about Paris.") + 3
    assert answer["usage"]["completion_tokens"] == O200K.count(texts(answer)[0])
    assert answer["usage"]["total_tokens"] == sum(
        answer["usage"][kind] for kind in ("prompt_tokens", "completion_tokens")
    )


@pytest.mark.parametrize("param", ["max_tokens", "max_completion_tokens"])
def test_a_limit_ends_the_text(param):
    answer = chat(**{param: 3})
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == 3


def test_a_limit_of_nothing_is_an_empty_answer():
    answer = chat(max_tokens=0)
    assert (texts(answer), answer["choices"][0]["finish_reason"]) == ([""], "length")


def test_an_end_is_not_to_come_before_the_minimum():
    answer = chat(min_tokens=400, max_tokens=500)
    assert 400 <= answer["usage"]["completion_tokens"] <= 500


def test_without_an_end_the_limit_is_reached():
    answer = chat(ignore_eos=True, max_tokens=700)
    assert answer["usage"]["completion_tokens"] == 700
    assert answer["choices"][0]["finish_reason"] == "length"


def test_a_stop_sequence_is_not_part_of_the_text():
    words = texts(chat(seed=1, max_tokens=60))[0].split()
    answer = chat(seed=1, max_tokens=60, stop=["\0", "e"])
    assert "e" not in texts(answer)[0]
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert words


def test_choices_differ_and_are_all_paid_for():
    answer = chat(n=4)
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2, 3]
    assert len(set(texts(answer))) == 4
    assert answer["usage"]["completion_tokens"] == sum(map(O200K.count, texts(answer)))


def test_several_choices_take_as_long_as_the_longest():
    to = services(generation=paced(itl_ms=10))
    request = CHAT | {"n": 3}
    played = play(steps(ask(PATH, request, to)))
    longest = max(map(O200K.count, texts(json.loads(played[1][1].body))))
    assert played[0][0] == pytest.approx(0.020 + 0.010 * (longest - 1))


def test_logprobs_join_to_the_text():
    choice = typed(ChatCompletion, chat(logprobs=True, top_logprobs=2)).choices[0]
    assert "".join(entry.token for entry in choice.logprobs.content) == choice.message.content
    assert all(bytes(entry.bytes).decode() == entry.token for entry in choice.logprobs.content)
    assert all(1 <= len(entry.top_logprobs) <= 2 for entry in choice.logprobs.content)


def test_logprobs_without_alternatives():
    choice = chat(logprobs=True)["choices"][0]
    assert all(entry["top_logprobs"] == [] for entry in choice["logprobs"]["content"])


def test_a_json_object_is_json():
    messages = [{"role": "user", "content": "Answer in JSON."}]
    answer = chat(messages=messages, response_format={"type": "json_object"})
    assert isinstance(json.loads(texts(answer)[0]), dict)


def test_tools_cost_tokens_and_are_answered_in_text():
    tools = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]
    answer = chat(tools=tools, tool_choice="auto")
    assert answer["usage"]["prompt_tokens"] > chat()["usage"]["prompt_tokens"]
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_functions_are_tools_in_an_older_form():
    function = {"name": "get_weather", "parameters": {"type": "object"}}
    older = chat(functions=[function], function_call="auto")["usage"]
    newer = chat(tools=[{"type": "function", "function": function}])["usage"]
    assert older["prompt_tokens"] == newer["prompt_tokens"]


@pytest.mark.parametrize(
    ("asked", "served"), [("auto", "default"), ("default", "default"), ("flex", "flex"), (None, "default")]
)
def test_the_tier_that_served_is_told(asked, served):
    assert chat(service_tier=asked)["service_tier"] == served


def test_a_developer_speaks_like_the_system():
    messages = [{"role": "developer", "content": "Be brief."}, *CHAT["messages"]]
    assert chat(messages=messages)["usage"]["prompt_tokens"] > chat()["usage"]["prompt_tokens"]


def test_reasoning_models_show_no_logprobs():
    answer = chat(model="o3-mini", max_completion_tokens=50)
    assert "logprobs" not in answer["choices"][0]
    assert typed(ChatCompletion, answer).model == "o3-mini-2025-01-31"


def test_an_unknown_model_answers_under_its_own_name():
    assert chat(model="my-own-model")["model"] == "my-own-model"


def test_parameters_without_effect_are_taken():
    answer = chat(
        user="ann",
        metadata={"a": "b"},
        store=False,
        logit_bias={"1": -100},
        parallel_tool_calls=True,
        presence_penalty=1,
        frequency_penalty=-1.5,
        top_p=0.5,
        prompt_cache_key="k",
        safety_identifier="s",
        verbosity="low",
    )
    assert answer["object"] == "chat.completion"


def test_the_same_seed_gives_the_same_text_in_another_world():
    assert texts(chat(seed=5)) == texts(chat(services(), seed=5)) != texts(chat(seed=6))


def test_another_process_says_the_same():
    program = (
        "from tests.endpoints.asking import CHAT, ask, told\n"
        "print(told(ask('/v1/chat/completions', CHAT | {'n': 2})))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert ast.literal_eval(there.stdout) == chat(n=2)


def test_a_nim_model_takes_what_openai_would_not():
    answer = chat(host=NIM, model="deepseek-ai/deepseek-r1", max_tokens=5, temperature=0.6, chat_template="x")
    assert answer["usage"]["completion_tokens"] == 5


def test_more_tokens_than_the_model_writes():
    assert refused(max_tokens=20_000) == (
        "invalid_value",
        "max_tokens",
        "max_tokens is too large: 20000. This model supports at most 16384 completion tokens, whereas you "
        "provided 20000.",
    )


def test_a_minimum_over_the_limit():
    assert refused(min_tokens=5, max_tokens=4)[1] == "min_tokens"


def test_what_is_refused_makes_no_model():
    to = services()
    error(ask(PATH, CHAT | {"model": "mine", "stream_options": {}}, to))
    assert to.catalog.find("mine") is None


def test_reasoning_is_inside_completion_tokens():
    answer = typed(ChatCompletion, chat(model="o3-mini"))
    written = O200K.count(answer.choices[0].message.content)
    reasoned = answer.usage.completion_tokens_details.reasoning_tokens
    assert answer.usage.completion_tokens == reasoned + written
    assert reasoned > 0
    assert reasoned % 64 == 0


@pytest.mark.parametrize("stream", [False, True])
def test_reasoning_may_use_up_the_limit(stream):
    asked = CHAT | {"model": "o3-mini", "max_completion_tokens": 40, "reasoning_effort": "high"}
    if stream:
        sent = events(ask(PATH, asked | {"stream": True}))
        assert [chunk["choices"][0]["delta"] for chunk in sent] == [
            {"role": "assistant", "content": "", "refusal": None},
            {},
        ]
        assert sent[-1]["choices"][0]["finish_reason"] == "length"
        return
    answer = told(ask(PATH, asked))
    assert (texts(answer), answer["choices"][0]["finish_reason"]) == ([""], "length")
    assert answer["usage"]["completion_tokens"] == 40
    assert answer["usage"]["completion_tokens_details"]["reasoning_tokens"] == 40


def test_no_effort_is_no_reasoning():
    details = chat(model="gpt-5", reasoning_effort="none")["usage"]["completion_tokens_details"]
    assert details["reasoning_tokens"] == 0


def test_models_of_openai_keep_their_reasoning_to_themselves():
    assert "reasoning_content" not in chat(model="o3-mini")["choices"][0]["message"]
    assert "reasoning_content" not in chat()["choices"][0]["message"]


def test_the_first_token_that_is_seen_comes_after_the_reasoning():
    asked = CHAT | {"model": "o3-mini", "stream": True, "stream_options": {"include_usage": True}}
    played = play(steps(ask(PATH, asked, services(generation=paced()))))
    sent = events(iter([step for _, step in played]))
    reasoned = sent[-1]["usage"]["completion_tokens_details"]["reasoning_tokens"]
    assert played[0][0] == pytest.approx(0.020 + 0.005 * reasoned)
    assert [at for at, _ in played[1:3]] == [played[0][0]] * 2


def test_open_models_show_their_reasoning():
    words = tokenizer("o200k_base")
    asked = {"model": "deepseek-ai/deepseek-r1", "host": NIM}
    answer = chat(**asked)
    message, details = answer["choices"][0]["message"], answer["usage"]["completion_tokens_details"]
    assert words.count(message["reasoning_content"]) == details["reasoning_tokens"] > 0
    sent = events(ask(PATH, CHAT | {"model": asked["model"], "stream": True}, host=NIM))
    deltas = [chunk["choices"][0]["delta"] for chunk in sent]
    assert "".join(delta.get("reasoning_content", "") for delta in deltas) == message["reasoning_content"]
    assert "".join(delta.get("content", "") for delta in deltas) == message["content"]
    kinds = [next(iter(delta), "end") for delta in deltas]
    reasoned, said = details["reasoning_tokens"], words.count(message["content"])
    assert kinds == ["role", *["reasoning_content"] * reasoned, *["content"] * said, "end"]


def test_choices_reason_each_for_itself():
    asked = CHAT | {"model": "o3-mini", "n": 3}
    to = services(generation=paced())
    whole = play(steps(ask(PATH, asked, to)))
    assert len(set(texts(told(iter([step for _, step in whole]))))) == 3
    streamed = play(steps(ask(PATH, asked | {"stream": True}, services(generation=paced()))))
    assert streamed[-1][0] == pytest.approx(whole[-1][0])


CODE = "\n".join(f"    total_{at} = price * amount + {at}  # of the order" for at in range(30))


def predicted(**fields):
    return CHAT | {"prediction": {"type": "content", "content": CODE}, "temperature": 0} | fields


def test_what_was_predicted_is_nearly_what_is_answered():
    answer = typed(ChatCompletion, told(ask(PATH, predicted())))
    details, text = answer.usage.completion_tokens_details, answer.choices[0].message.content
    accepted, rejected = details.accepted_prediction_tokens, details.rejected_prediction_tokens
    assert text != CODE
    assert accepted + rejected == O200K.count(CODE)
    assert accepted > 0.9 * O200K.count(text)
    assert answer.usage.completion_tokens == O200K.count(text) + rejected


def test_a_prediction_in_parts_is_one_text():
    parts = [{"type": "text", "text": CODE[:100]}, {"type": "text", "text": CODE[100:]}]
    details = told(ask(PATH, predicted(prediction={"type": "content", "content": parts})))["usage"]
    spent = details["completion_tokens_details"]
    assert spent["accepted_prediction_tokens"] + spent["rejected_prediction_tokens"] == O200K.count(CODE)


def test_a_prediction_makes_the_answer_faster_by_the_accepted_share():
    for fields in ({}, {"stream": True}):
        to = services(generation=paced(0, 10))
        seconds = play(steps(ask(PATH, predicted(**fields), to)))[-1][0]
        usage = told(ask(PATH, predicted()))["usage"]
        spent = usage["completion_tokens_details"]
        written = usage["completion_tokens"] - spent["rejected_prediction_tokens"]
        share = spent["accepted_prediction_tokens"] / written
        assert seconds / (0.010 * written) == pytest.approx(1 - share, abs=0.05)


def test_a_prediction_keeps_to_limits_and_stops():
    limited = told(ask(PATH, predicted(max_tokens=20)))
    assert limited["choices"][0]["finish_reason"] == "length"
    assert O200K.count(texts(limited)[0]) == 20
    stopped = told(ask(PATH, predicted(stop="total_3")))
    assert "total_3" not in texts(stopped)[0]
    assert stopped["choices"][0]["finish_reason"] == "stop"


def test_open_models_take_predictions_and_reason_first():
    asked = predicted(model="gpt-oss-120b", prediction={"type": "content", "content": "Hello, world!"})
    answer = told(ask(PATH, asked, host=NIM))
    details = answer["usage"]["completion_tokens_details"]
    assert texts(answer) == ["Hello, world!"]
    assert (details["accepted_prediction_tokens"], details["rejected_prediction_tokens"]) == (4, 0)
    assert answer["usage"]["completion_tokens"] == details["reasoning_tokens"] + 4
