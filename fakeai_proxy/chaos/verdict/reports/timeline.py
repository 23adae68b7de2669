"""Attempts of one request on a line of time, as SVG.

light: waiting for the head   dark: the body   tick: when Retry-After lets the client come back
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from .document import AttemptPart, RequestPart
from .wording import duration, went

WIDTH, LEFT, RIGHT = 960, 60, 12
ROW, BAR = 26, 12
SHOWN = 50
"""Attempts of one request that are drawn."""

Across = Callable[[float], float]


def timeline(request: RequestPart) -> str:
    """An `svg` element; its colours are classes of the page."""
    attempts = request.attempts[:SHOWN]
    start = attempts[0].at
    end = max(max(reach(attempt) for attempt in attempts), start + 1e-3)

    def across(at: float) -> float:
        return round(LEFT + (min(at, end) - start) / (end - start) * (WIDTH - LEFT - RIGHT), 1)

    height = ROW * (len(attempts) + 1)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="timeline of {len(attempts)} attempts">',
        *(part for row, attempt in enumerate(attempts) for part in drawn(attempt, row * ROW, across)),
        *axis(end - start, height),
        "</svg>",
    ]
    return "\n".join(parts)


def reach(attempt: AttemptPart) -> float:
    """Until where it is drawn: what it told counts while it does not dwarf the rest."""
    told = attempt.retry_after_s
    if told is None or told > 10 * max(attempt.ended_at - attempt.at, 1.0):
        return attempt.ended_at
    return max(attempt.ended_at, (attempt.head_at or attempt.at) + told)


def drawn(attempt: AttemptPart, top: int, across: Across) -> Iterator[str]:
    left, right = across(attempt.at), across(attempt.ended_at)
    head = right if attempt.head_at is None else across(attempt.head_at)
    kind = bar_class(attempt)
    yield "<g>"
    yield f"<title>{escape(told_of(attempt))}</title>"
    yield f'<text class="number" x="4" y="{top + BAR + 4}">#{attempt.number}</text>'
    yield rect("wait", left, top, head - left)
    yield rect(kind, head, top, right - head)
    if attempt.retry_after_s is not None and attempt.head_at is not None:
        tick = across(attempt.head_at + attempt.retry_after_s)
        yield f'<line class="told" x1="{tick}" y1="{top + 2}" x2="{tick}" y2="{top + ROW}"/>'
    yield label(attempt, top, left, right)
    yield "</g>"


def label(attempt: AttemptPart, top: int, left: float, right: float) -> str:
    """How it went: behind its bar, or in front of one that ends at the edge."""
    behind = right < WIDTH * 0.6
    place = f'x="{right + 6}"' if behind else f'x="{max(left - 6, LEFT)}" text-anchor="end"'
    if not behind and left < WIDTH * 0.4:
        place = f'x="{left + 6}"'
    return f'<text class="went" {place} y="{top + BAR + 4}">{escape(went(attempt))}</text>'


def rect(kind: str, x: float, top: int, width: float) -> str:
    return f'<rect class="{kind}" x="{x}" y="{top + 4}" width="{max(round(width, 1), 1.5)}" height="{BAR}"/>'


def bar_class(attempt: AttemptPart) -> str:
    """By which the page colours it."""
    if attempt.ended != "complete":
        return attempt.ended
    return "complete" if 200 <= attempt.status < 300 and not attempt.flaw else "refused"


def told_of(attempt: AttemptPart) -> str:
    """What is shown where one points at it."""
    faults = ", ".join(each.fault for each in attempt.faults) or "no fault"
    told = "" if attempt.retry_after_s is None else f"; {attempt.retry_after_by} {attempt.retry_after_s:g} s"
    return f"#{attempt.number} {attempt.host} {attempt.model}: {went(attempt)}; {faults}{told}"


def axis(span: float, height: int) -> Iterator[str]:
    y = height - 6
    yield f'<text class="axis" x="{LEFT}" y="{y}">0</text>'
    yield f'<text class="axis" x="{WIDTH - RIGHT}" y="{y}" text-anchor="end">{duration(span)}</text>'
