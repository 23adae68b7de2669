from fakeai_proxy.endpoints import ROUTES
from fakeai_proxy.endpoints.organization.usage.kinds import COMPLETIONS, KINDS, result
from fakeai_proxy.telemetry.usage import Amounts


def test_parts_are_never_more_than_the_whole() -> None:
    told = result(KINDS["completions"], (), (), Amounts(2, 100, 60, 50, 30, 20))
    assert told["input_tokens"] == told["input_cached_tokens"] + told["input_uncached_tokens"] == 100
    assert told["input_text_tokens"] + told["input_audio_tokens"] == told["input_uncached_tokens"]
    assert told["output_text_tokens"] + told["output_audio_tokens"] == told["output_tokens"] == 50


def test_only_what_is_grouped_by_is_told() -> None:
    told = result(KINDS["images"], ("size",), ("1024x1024",), Amounts(1, images=3))
    assert (told["images"], told["size"], told["model"]) == (3, "1024x1024", None)


def test_each_kind_has_its_operation() -> None:
    paths = {route.path.rpartition("/")[2] for route in ROUTES if "/usage/" in route.path}
    assert paths == {*KINDS, "vector_stores"}


def test_texts_are_written_where_it_is_said() -> None:
    built = {route.path for route in ROUTES}
    assert {"/chat/completions", "/completions", "/responses"} <= COMPLETIONS & built
