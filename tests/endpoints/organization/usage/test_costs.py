from fakeai_proxy.endpoints.organization.usage.charges import Charge
from fakeai_proxy.endpoints.organization.usage.costs import result
from tests.endpoints.asking import CHAT, ask, services, told

CALLS = Charge("web search tool calls", 2, "calls", 0.02)


def test_a_quantity_is_told_of_one_line_and_a_unit_where_there_is_one() -> None:
    assert result((), (), CALLS)["quantity"] is None
    told = result(("line_item",), (CALLS.item,), CALLS)
    assert (told["quantity"], told["quantity_unit"], told["amount"]["value"]) == (2, None, 0.02)


def test_only_some_lines() -> None:
    to = services()
    told(ask("/v1/chat/completions", CHAT, to))
    line = "gpt-4o-mini-2024-07-18,%20output_tokens"
    query = f"start_time=1699920000&group_by=line_item&line_items={line}"
    [bucket] = told(ask("/v1/organization/costs", to=to, query=query))["data"]
    assert [one["line_item"] for one in bucket["results"]] == ["gpt-4o-mini-2024-07-18, output_tokens"]
