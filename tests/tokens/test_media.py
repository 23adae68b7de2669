from fakeai_proxy.tokens.media import heard_tokens, spoken_tokens, video_tokens


def test_a_second_of_speech():
    assert (heard_tokens(1), spoken_tokens(1)) == (10, 20)
    assert heard_tokens(0.01) == 1


def test_a_video_is_paid_for_by_the_frame():
    assert video_tokens(512, 288, 20) == 85 + 20 * 20
    assert video_tokens(512, 288, 20, "low") == 85 + 20 * 10
    assert video_tokens(1920, 1080, 2, "high") == 85 + 2 * 50
