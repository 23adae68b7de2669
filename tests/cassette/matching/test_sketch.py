from fakeai_proxy.cassette.matching import form_of
from fakeai_proxy.cassette.matching.sketch import MEMBERS, PAIRS, TURNS, sketch

from .asked import chat, post


def of(canonical):
    return sketch(form_of(canonical, "llm@1"))


def shared(one, other):
    return of(one).items() & of(other).items()


def test_messages_count_wherever_they_stand():
    system = {"role": "system", "content": "Be brief"}
    names = {name for name, _ in shared(chat("The sea", "The sky"), chat(system, "The sky", "The sea"))}
    assert sum(name.startswith("~turn") for name in names) == 2
    assert {"route", "/model"} <= names


def test_texts_that_share_most_words_share_most_hashes():
    def words(one, other):
        return sum(name.startswith("~words") for name, _ in shared(chat(one), chat(other)))

    text = "Summarize the following report about the harbour of Bergen in three sentences"
    assert words(text, text.replace("three", "four")) >= PAIRS // 2
    assert words(text, "Who are you?") == 0


def test_it_is_small_whatever_is_asked():
    many = chat(*(f"Question {n}" for n in range(500)), **{f"x{n}": n for n in range(100)})
    assert len(of(many)) <= 1 + MEMBERS + 2 * TURNS + PAIRS


def test_of_what_is_no_conversation():
    assert shared(post({"a": "the same words"}, "/x"), post({"b": ["the same words"]}, "/x")) >= {
        ("route", of(post({}, "/x"))["route"])
    }
    assert len(of(post([1, 2], "/x"))) <= 1 + PAIRS
