from .parts import KEY, ask, made, serve, shot, view


def test_it_stays_as_it_was():
    telemetry = made()
    exchange = telemetry.begin(ask(), "synthesized")
    before = shot(telemetry)
    exchange.close()
    serve(telemetry)
    assert before.open == (exchange,)
    assert before.totals.exchanges.cells() == {}


def test_names_of_models_that_are_not_fit_are_not_shown():
    labels = [label for label, _ in shot(made(), view("gpt-4o"), view(KEY)).views()]
    assert labels == ["gpt-4o", "other"]
