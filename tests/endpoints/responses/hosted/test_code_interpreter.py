from tests.endpoints.asking import services
from tests.endpoints.responses.turns import respond
from tests.endpoints.sdk import Client

CLIENT = Client(services())


def test_it_adds_up_what_was_said():
    tool = {"type": "code_interpreter", "container": {"type": "auto"}}
    include = ["code_interpreter_call.outputs"]
    call = respond(CLIENT, tools=[tool], include=include, input="Add 1,000 and 2.5").output[0]
    assert (call.code, call.outputs[0].logs) == ("values = [1000.0, 2.5]\nprint(sum(values))", "1002.5\n")
    assert call.container_id.startswith("cntr_")


def test_its_container_is_the_one_given():
    tool = {"type": "code_interpreter", "container": "cntr_mine"}
    call = respond(CLIENT, tools=[tool]).output[0]
    assert (call.container_id, call.outputs) == ("cntr_mine", None)
