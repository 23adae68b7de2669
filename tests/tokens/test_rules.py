from fakeai_proxy.tokens.rules import rules


def test_the_last_rule_takes_every_model():
    assert rules()["images"][-1]["models"] == ["*"]
    assert rules()["video"]["frames"][0]["pixels"] == 0
