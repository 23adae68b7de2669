"""The query of a page of usage or of costs."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context

WIDTHS: Mapping[str, int] = {"1m": 60, "1h": 3600, "1d": 86_400}
"""Seconds."""
LIMITS: Mapping[str, tuple[int, int]] = {"1m": (60, 1440), "1h": (24, 168), "1d": (7, 31)}
"""Buckets of a page: as many if nothing is said, and at most."""
LATEST = 2**40


class Asked(NamedTuple):
    """What part of time is asked for, and how it is to be put together."""

    start: int
    """Unix seconds at which the first bucket begins: a whole number of `width` since 1970."""
    end: int
    """Unix seconds before which the last one begins."""
    width: int
    """Seconds of a bucket."""
    limit: int
    """Most buckets of a page."""
    group_by: tuple[str, ...]
    filters: Mapping[str, frozenset[str]]
    """Values that are let through, by what they are of."""

    @property
    def buckets(self) -> range:
        """The beginnings of the buckets of the page, in Unix seconds."""
        return range(self.start, min(self.start + self.limit * self.width, self.whole_end), self.width)

    @property
    def whole_end(self) -> int:
        """Where the last bucket ends."""
        return -(-self.end // self.width) * self.width


def asked(
    context: Context,
    groups: Sequence[str],
    filters: Mapping[str, str],
    limits: Mapping[str, tuple[int, int]] = LIMITS,
) -> Asked:
    """groups: what `group_by` may name; filters: by parameter, of what it is; limits: the widths there are.

    Raises ApiError 400.
    """
    query = context.query
    if not query.text("start_time"):
        message = "Missing required parameter: 'start_time'."
        raise ApiError(400, message, param="start_time", code="missing_required_parameter")
    name = query.choice("bucket_width", tuple(limits), "1d")
    width = WIDTHS[name]
    start = query.integer("start_time", 0, 0, LATEST)
    end = query.integer("end_time", context.created + 1, 0, LATEST)
    if end <= start:
        message = "Invalid 'end_time': it must be later than 'start_time'."
        raise ApiError(400, message, param="end_time", code="invalid_value")
    page = query.text("page")
    given = {what: frozenset(query.texts(param)) for param, what in filters.items()}
    return Asked(
        max(start, decoded(page)) // width * width if page else start // width * width,
        end,
        width,
        query.integer("limit", limits[name][0], 1, limits[name][1]),
        grouped(query.texts("group_by"), groups),
        {what: values for what, values in given.items() if values},
    )


def grouped(names: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    """Raises ApiError 400 for what cannot be grouped by."""
    for name in names:
        if name not in groups:
            shown = ", ".join(f"'{one}'" for one in groups)
            message = f"Invalid value: '{name[:100]}'. Supported values are: {shown}."
            raise ApiError(400, message, param="group_by", code="invalid_value")
    return tuple(dict.fromkeys(names))


def encoded(start: int) -> str:
    """The cursor of the page that begins at Unix second `start`."""
    return "page_" + urlsafe_b64encode(start.to_bytes(8)).decode()


def decoded(page: str) -> int:
    """Raises ApiError 400 for what no page before has given."""
    try:
        start = int.from_bytes(urlsafe_b64decode(page.removeprefix("page_")[:64]))
    except ValueError:
        start = LATEST + 1
    if start > LATEST:
        message = "Invalid 'page': no page has this cursor."
        raise ApiError(400, message, param="page", code="invalid_value")
    return start
