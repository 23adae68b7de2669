from fakeai_proxy.cassette.answer import NAME, Marked, mark
from fakeai_proxy.core.steps import Data, Head


def test_what_an_answer_is():
    assert mark("hit", "chat.db", "derived", id="ab-0", profile="llm@1", score=None) == (
        (NAME, "hit; cassette=chat.db; id=ab-0; profile=llm@1; derived"),
    )
    assert mark("live", "Größe; x.db") == ((NAME, "live; cassette=Gr%C3%B6%C3%9Fe%3B x.db"),)


def test_the_head_is_marked_and_nothing_else():
    marked = Marked(mark("live", "a.db"))
    assert marked.feed(Head(200, (("a", "b"),))) == (Head(200, (("a", "b"), (NAME, "live; cassette=a.db"))),)
    assert marked.feed(Data(b"x")) == (Data(b"x"),)
    marked.close()
