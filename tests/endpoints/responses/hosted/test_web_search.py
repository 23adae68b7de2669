from tests.endpoints.asking import services
from tests.endpoints.responses.turns import respond
from tests.endpoints.sdk import Client

CLIENT = Client(services())

SEARCH = {"type": "web_search", "search_context_size": "low"}


def test_a_search_is_cited():
    call, said = respond(CLIENT, tools=[SEARCH], include=["web_search_call.action.sources"]).output
    assert call.action.query == "What is the weather in Paris?"
    [citation] = said.content[0].annotations
    assert citation.url == call.action.sources[0].url
    assert said.content[0].text[citation.start_index : citation.end_index] == said.content[0].text


def test_sources_are_told_where_asked():
    assert respond(CLIENT, tools=[SEARCH], input="?").output[0].action.sources is None
