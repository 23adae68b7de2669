"""No request about fine-tuning raises; every answer is one that a client can read."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.wire.fine_tuning import JobRequest
from tests.endpoints.test_fuzz import TO, post, values

from .trained import uploaded

FILE = uploaded(TO)
GRADER = {
    "type": "text_similarity", "name": "g", "evaluation_metric": "bleu", "input": "{{sample.output_text}}",
    "reference": "{{item.a.b[0]}}",
}  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(JobRequest.model_fields)), values)
def test_any_job(field: str, value: Any) -> None:
    post("/v1/fine_tuning/jobs", {"model": "gpt-4o-mini", "training_file": FILE, field: value})


@settings(deadline=None, max_examples=25)
@given(st.sampled_from([*GRADER, "model_sample", "item", "graders"]), values | st.text(max_size=9))
def test_any_grader(field: str, value: Any) -> None:
    body = {"grader": GRADER | {field: value}, "model_sample": "a", "item": {"a": value}}
    post("/v1/fine_tuning/alpha/graders/run", body | ({field: value} if field in body else {}))
