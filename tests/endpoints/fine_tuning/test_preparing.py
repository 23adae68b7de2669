from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from tests.endpoints.asking import ask, services, steps

from .trained import EXAMPLE, EXAMPLES, begun, lines, seen, uploaded


def over(to, job):
    to.clock.advance(99)
    return seen(to, job)


def test_a_long_file_is_read_in_slices():
    to = services(clock=ManualClock())
    asked = {"model": "gpt-4o-mini", "training_file": uploaded(to, EXAMPLES * 40)}
    answer = steps(ask("/v1/fine_tuning/jobs", asked, to))
    assert sum(isinstance(step, Wait) for step in answer) > 2


def test_too_few_examples():
    to = services(clock=ManualClock())
    failed = over(to, begun(to, lines(*[EXAMPLE] * 9)))
    assert failed["error"] == {
        "code": "invalid_n_examples",
        "message": "Training file has 9 example(s), but must have at least 10 examples",
        "param": "training_file",
    }
    assert (failed["trained_tokens"], failed["fine_tuned_model"]) == (None, None)


def test_a_validation_file_is_looked_at_too():
    to = services(clock=ManualClock())
    failed = over(to, begun(to, validation_file=uploaded(to, b"{no\n")))
    assert (failed["error"]["code"], failed["error"]["param"]) == (
        "invalid_validation_file",
        "validation_file",
    )


def test_what_was_tuned_can_be_tuned_again():
    to = services(clock=ManualClock())
    name = over(to, begun(to, suffix="a"))["fine_tuned_model"]
    again = over(to, begun(to, model=name))
    assert again["model"] == name
    assert again["fine_tuned_model"].startswith("ft:gpt-4o-mini-2024-07-18:fakeai::")


def test_completions_are_trained_by_prompts():
    to = services(clock=ManualClock())
    pairs = lines(*[{"prompt": "a", "completion": "b"}] * 10)
    assert over(to, begun(to, pairs, model="davinci-002"))["status"] == "succeeded"


def test_reinforcement_takes_a_grader():
    to = services(clock=ManualClock())
    grader = {
        "type": "string_check",
        "name": "g",
        "operation": "eq",
        "input": "{{sample.output_text}}",
        "reference": "{{item.answer}}",
    }
    tasks = lines(*[{"messages": EXAMPLE["messages"][:1], "answer": "Paris"}] * 10)
    method = {"type": "reinforcement", "reinforcement": {"grader": grader}}
    done = over(to, begun(to, tasks, method=method))
    assert done["status"] == "succeeded"
    assert done["method"]["reinforcement"]["grader"] == grader
    assert done["method"]["reinforcement"]["hyperparameters"]["reasoning_effort"] == "default"
