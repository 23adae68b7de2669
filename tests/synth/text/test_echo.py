from .briefs import text


def test_what_was_asked_is_said_again() -> None:
    assert text("echo", tokens=2, asked="  Ça va?\n\n`x` 🙂") == "  Ça va?\n\n`x` 🙂"
