from fakeai_proxy.endpoints.organization.usage.asked import Asked, encoded
from fakeai_proxy.endpoints.organization.usage.buckets import page_of


def test_every_bucket_has_its_place_and_the_rest_a_cursor():
    page = page_of(Asked(60, 250, 60, 2, (), {}), {120: [{"object": "x"}]})
    assert [(one["start_time"], one["end_time"], len(one["results"])) for one in page["data"]] == [
        (60, 120, 0),
        (120, 180, 1),
    ]
    assert (page["has_more"], page["next_page"]) == (True, encoded(180))
    whole = page_of(Asked(60, 250, 60, 9, (), {}), {})
    assert (len(whole["data"]), whole["has_more"], whole["next_page"]) == (4, False, None)
