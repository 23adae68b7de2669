from fakeai_proxy.endpoints.assistants.entered import placed

from .asking import HELLO, again, at_once, run, written


def test_marks_stand_behind_the_text():
    marks = [{"text": "【0:0†a】"}, {"text": "【0:1†b】"}]
    found = placed("Said.", marks)
    text = "Said." + "".join(one["text"] for one in marks)
    assert [text[one["start_index"] : one["end_index"]] for one in found] == [one["text"] for one in marks]


def test_a_message_and_its_step_belong_together():
    to = at_once()
    made = run(to, HELLO)
    [message], [step] = written(made, to), again(made, to, "/steps")["data"]
    assert step["step_details"]["message_creation"]["message_id"] == message["id"]
    assert (message["run_id"], message["assistant_id"]) == (made["id"], made["assistant_id"])
