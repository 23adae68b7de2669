import pytest

from fakeai_proxy.telemetry.names import Names, identifier, plain

from .parts import KEY


def test_a_name_keeps_its_number():
    names = Names(8)
    assert [names.code(name) for name in ("a", "b", "a", "")] == [2, 3, 2, 1]
    assert names.names == ["other", "", "a", "b"]


def test_past_the_limit_any_new_one_is_other():
    names = Names(2)
    assert [names.code(name) for name in ("a", "b", "c", "a")] == [2, 3, 0, 2]


@pytest.mark.parametrize("name", [KEY, "x" * 81, "two words", "a\nb", "550e8400-e29b-41d4-a716-446655440000"])
def test_what_is_not_fit_to_show_is_other(name):
    assert not plain(name)
    assert Names(8).code(name) == 0


@pytest.mark.parametrize("name", ["gpt-4o", "meta-llama/Llama-3.1-70B-Instruct", "ft:gpt-4o:acme::abc"])
def test_names_of_models_are_fit(name):
    assert plain(name)


@pytest.mark.parametrize("id", ["proj_" + "0a1b" * 8, "vs_68f1", "proj_fakeai"])
def test_ids_of_projects_and_vector_stores_are_no_secrets(id):
    assert identifier(id)
    assert not identifier(f"sk-{id}{id}")
