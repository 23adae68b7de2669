from fakeai_proxy.endpoints.stamp import Stamp, stamped

from .asking import context


def test_an_answer_bears_the_name_of_the_snapshot():
    asked = context()
    model = asked.services.catalog.use("my-model")
    expected = Stamp("chatcmpl-" + asked.identity.suffix, 1_700_000_000, "my-model", None)
    assert stamped("chatcmpl-", model, asked) == expected
