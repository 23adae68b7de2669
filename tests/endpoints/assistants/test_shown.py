from fakeai_proxy.endpoints.assistants.shown import Look, run, usage, with_outputs
from fakeai_proxy.resources import Resource

TURN = {"calls": [], "reason": "max_completion_tokens", "prompt_tokens": 3, "completion_tokens": 4}
BODY = {
    **dict.fromkeys(("assistant_id", "model", "instructions", "tools", "metadata", "max_prompt_tokens")),
    **dict.fromkeys(("max_completion_tokens", "truncation_strategy", "tool_choice", "parallel_tool_calls")),
    **dict.fromkeys(("response_format", "temperature", "top_p")),
    "turns": [TURN, TURN],
}
RUN = Resource(1, "", "thread.run", "run_a", "thread_a", 5.0, None, BODY)


def test_each_end_has_its_time():
    for status, name in (
        ("completed", "completed_at"),
        ("failed", "failed_at"),
        ("cancelled", "cancelled_at"),
    ):
        seen = run(RUN, Look(status, 6, 7), 605.0)
        assert (seen[name], seen["expires_at"], seen["usage"]["total_tokens"]) == (7, None, 14)
    assert run(RUN, Look("failed", 6, 7), 605.0)["last_error"]["code"] == "server_error"
    assert run(RUN, Look("incomplete", 6, 7), 605.0)["incomplete_details"] == {"reason": TURN["reason"]}


def test_what_is_not_over_has_no_usage():
    for status in ("queued", "in_progress", "requires_action", "cancelling"):
        seen = run(RUN, Look(status, 6), 605.0)
        assert (seen["usage"], seen["expires_at"]) == (None, 605)


def test_outputs_stand_with_their_calls():
    call = {"id": "call_a", "type": "function", "function": {"name": "f", "output": None}}
    details = {"type": "tool_calls", "tool_calls": [call, {"id": "b", "type": "file_search"}]}
    seen = with_outputs(details, {"call_a": "x"})["tool_calls"]
    assert (seen[0]["function"]["output"], seen[1]) == ("x", {"id": "b", "type": "file_search"})
    assert usage([])["total_tokens"] == 0
