from fakeai_proxy.synth import NATURAL, Length
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.echo import written
from fakeai_proxy.synth.text.text import Text


def test_the_first_pattern_that_fits_decides() -> None:
    made = Text(
        TextSettings(generator="echo", models={"gpt-4o*": "markdown", "*": "prose"}, lengths={"gpt-*": 200})
    )
    assert [made.first(model) for model in ("gpt-4o-mini", "o3")] == ["markdown", "prose"]
    assert [made.length(model) for model in ("gpt-4o", "o3")] == [Length.of(200, 0.5), NATURAL]
    assert made.writer("echo", "o3") is written


def test_only_what_is_chosen_is_made() -> None:
    made = Text(TextSettings(generator="echo", fixtures=({"answer": "a"},)))
    assert (made.first("o3"), made.chosen("o3")) == ("fixtures", "echo")
    assert made.source("fixtures") is made.source("fixtures") is not None
    assert made.source("upstream") is made.source("prose") is None
