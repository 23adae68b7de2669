from tests.endpoints.asking import ask, services, told

from .stored import PARAGRAPHS, stored, uploaded


def test_questions_find_their_paragraphs():
    to = services()
    texts = {uploaded(to, text): text for text in PARAGRAPHS.values()}
    store = stored(to, *texts)
    first = {}
    for question in PARAGRAPHS:
        page = told(ask(f"/v1/vector_stores/{store}/search", {"query": question}, to))
        first[question] = page["data"][0]["content"][0]["text"]
    missed = [question for question, text in PARAGRAPHS.items() if first[question] != text]
    assert len(PARAGRAPHS) == 50
    assert len(missed) < 5, missed
