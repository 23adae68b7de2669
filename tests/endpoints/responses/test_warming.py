from fakeai_proxy.endpoints.responses.warming import warm
from fakeai_proxy.wire.responses import ResponseRequest
from tests.endpoints.asking import context, paced, services
from tests.playbook import head, play


def test_its_prompt_takes_the_time_that_it_takes_to_read_it():
    to = services(generation=paced(500, 10))
    body = ResponseRequest(model="gpt-4o", input="Hi", stream=True)
    played = play(warm(body, context(to)), to.clock)
    assert {at for at, _ in played} == {0.5}
    assert head(step for _, step in played).status == 200
