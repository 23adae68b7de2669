from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.endpoints.web_search import cited, searching
from fakeai_proxy.wire.chat import ChatRequest

from .asking import CHAT, context


def test_as_many_pages_as_the_size_of_the_context_has():
    for size, pages in (("low", 1), (None, 2), ("high", 3)):
        exchange = context().exchange
        body = ChatRequest(**CHAT, web_search_options={"search_context_size": size})
        lead = searching(Sampling(9), body, "What's on, in Rome?", exchange).lead
        found = cited(Choice(0, (lead,), "stop")).citations
        assert [one.title for one in found] == ["What s on in rome"] * pages
        assert (exchange.web_searches, exchange.search_context) == (1, size or "medium")


def test_a_link_that_was_cut_is_not_cited():
    assert cited(Choice(0, ("It is so ([example.com](https://exam",), "length")).citations == ()
