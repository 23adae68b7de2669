import pytest

from fakeai_proxy.synth.retrieval.ranking import coverage, rarity, telling, weighed


def test_rare_words_tell_more() -> None:
    rare = rarity(["octopus", "heart"], [["heart"], ["heart", "octopus"], ["heart"]])
    assert rare["octopus"] > rare["heart"] > 0
    assert coverage(rare, ["octopus"]) > coverage(rare, ["heart"]) > coverage(rare, ["moon"]) == 0
    assert coverage(rare, ["octopus", "heart"] * 50) == pytest.approx(1.0, abs=0.51)
    assert coverage({}, ["heart"]) == 0


def test_weights_are_shares() -> None:
    assert weighed(3, 1) == (0.75, 0.25)
    with pytest.raises(ValueError, match="above 0"):
        weighed(0, 0)


def test_the_sentence_that_tells_it() -> None:
    text = "Whales sing.\nAn octopus has\nthree hearts! So it is."
    assert telling(text, "How many hearts has an octopus?") == "An octopus has three hearts!"
    assert telling("one two three", "three", longest=9) == "one two..."
    assert telling("# Octopuses\nThey have three hearts.", "octopus hearts") == "They have three hearts."
    rows = "\n".join(f"{name},{at}" for at, name in enumerate(("whale", "octopus", "crab")))
    assert telling(rows, "Which number has the octopus?", longest=12) == "octopus,1"
