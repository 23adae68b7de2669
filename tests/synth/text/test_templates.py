import re

import pytest

from fakeai_proxy.synth.text.templates import template

from .briefs import text


def test_places_are_filled() -> None:
    said = text(
        "templates",
        asked="does Ada have 12 of 30?",
        templates=["{model} heard {prompt} {{{names}}} ({numbers}) {noun} {number}"],
    )
    assert re.fullmatch(r"gpt-4o heard does Ada have 12 of 30\? \{Ada\} \(12, 30\) [a-z]+ \d+", said), said


def test_one_of_several_is_chosen_by_chance() -> None:
    said = {text("templates", seed=seed, templates=["a {sentence}", "b {prose}"])[0] for seed in range(20)}
    assert said == {"a", "b"}


@pytest.mark.parametrize("wrong", ["{promt}", "{}", "{prompt!r}", "{prompt:>9}", "{prompt.x}", "{", "}"])
def test_what_is_no_template_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        template(wrong)


def test_the_nearest_place_is_named() -> None:
    with pytest.raises(ValueError, match="did you mean 'prompt'"):
        template("{promt}")
