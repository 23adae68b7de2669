import pytest

from tests.endpoints.asking import NIM, error, steps
from tests.playbook import body

from .chats import chat, cost

AT = {"model": "nvidia/cosmos-vision", "host": NIM}
FEW = {"media_io_kwargs": {"video": {"num_frames": 8}}}


def video(link, **fields):
    return {"type": "video_url", "video_url": {"url": link, **fields}}


@pytest.mark.parametrize(
    ("link", "fields", "frames", "each"),
    [
        ("https://example.com/a.mp4?width=512&height=288&duration=5.0&fps=4", {}, 20, 20),
        ("https://example.com/512x288_5.0s_4.0fps/video.mp4", {}, 20, 20),
        ("data:video/mp4;meta=1920x1080:2.0s@1fps;base64,AAAA", {}, 2, 50),
        ("https://example.com/512x288_5.0s_4.0fps/video.mp4", FEW, 8, 20),
    ],
)
def test_each_frame_costs_by_size_and_detail(link, fields, frames, each):
    assert cost(video(link), **AT, **fields) == 85 + frames * each
    assert cost(video(link, detail="low"), **AT, **fields) == 85 + frames * each // 2


def test_a_link_costs_the_same_each_time():
    first, second = (cost(video("https://example.com/unknown"), **AT) for _ in range(2))
    assert first == second > 85


@pytest.mark.parametrize(
    "link", ["https://a.b/512x288_90s_4fps", "https://a.b/512x288_0.5s_4fps", "https://a.b/4096x288_5s_4fps"]
)
def test_what_is_out_of_bounds(link):
    assert b"Expected a video with a" in body(steps(chat(video(link), **AT)))


def test_models_of_openai_take_none():
    refusal = error(chat(video("https://a.b")))
    assert (refusal["code"], refusal["param"]) == ("invalid_value", "messages[0].content[1].type")
