"""The one place where things are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import RLock  # noqa: TID251 - a lock starts no thread
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError

from .kinds import KINDS
from .page import Page, PageQuery
from .resource import Resource, numbered
from .settings import ResourceSettings

if TYPE_CHECKING:
    import sqlite3

    from .blobs import Blobs

ONE = "kind = ? AND id = ? AND parent = ? AND owner = ?"
ALIVE = "body IS NOT NULL AND (expires IS NULL OR expires > ?)"


class Store:
    """Safe for threads: each call is one step, and several are one while `lock` is held.

    A file is opened at once, memory when it is first used.
    """

    def __init__(self, settings: ResourceSettings, clock: Clock) -> None:
        """Raises SettingsError where `settings.path` cannot be used."""
        self.settings, self.clock = settings, clock
        self.lock = RLock()
        self._counts: dict[str, int] = {}
        if settings.path:
            self._connection  # noqa: B018 - a file that cannot be used is refused at once

    # Both are made while `lock` is held: two threads that come first together would make two.

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        from .database import connect

        return connect(self.settings.path)

    @cached_property
    def _blobs(self) -> Blobs:
        from .blobs import Blobs

        return Blobs(self._connection, self.lock, self.settings.max_bytes)

    @property
    def blobs(self) -> Blobs:
        """The bytes of those that have some, by their id."""
        with self.lock:
            return self._blobs

    def create(
        self,
        owner: str,
        kind: str,
        name: str,
        body: Mapping[str, Any],
        parent: str = "",
        expires: float | None = None,
    ) -> Resource:
        """Something new, with an id of its own: `name` (32 hex digits) after the prefix of its kind.

        A name that was given away already, in a run before this one, makes another id.
        """
        with self.lock:
            return self.put(owner, kind, self.unused(kind, name), body, parent, expires)

    def unused(self, kind: str, name: str) -> str:
        """The id that `create` would give."""
        with self.lock:
            id, attempt = KINDS[kind].prefix + name, 0
            while self._known(kind, id):
                attempt += 1
                id = KINDS[kind].prefix + numbered(name, -attempt)
        return id

    def put(
        self,
        owner: str,
        kind: str,
        id: str,
        body: Mapping[str, Any],
        parent: str = "",
        expires: float | None = None,
    ) -> Resource:
        """Something under an id that is given; what had it is replaced, and loses its place in the list."""
        now = self.clock.wall()
        row = (owner, kind, id, parent, now, expires, to_json(body).decode())
        with self.lock:
            self._forget(kind, now)
            self._remove(ONE, (kind, id, parent, owner))
            sql = f"INSERT INTO resource VALUES (NULL{', ?' * len(row)})"
            number = self._connection.execute(sql, row).lastrowid or 0
            self._counts[kind] += 1
        return Resource(number, owner, kind, id, parent, now, expires, dict(body))

    def get(self, owner: str, kind: str, id: str, parent: str = "") -> Resource | None:
        """None where it is not there (any more), and where it belongs to others."""
        sql = f"SELECT * FROM resource WHERE {ONE} AND {ALIVE}"
        with self.lock:
            row = self._connection.execute(sql, (kind, id, parent, owner, self.clock.wall())).fetchone()
        return _resource(row) if row else None

    def need(self, owner: str, kind: str, id: str, parent: str = "") -> Resource:
        """The same. Raises ApiError 404 in the words of its kind."""
        if found := self.get(owner, kind, id, parent):
            return found
        raise KINDS[kind].missing(id)

    def change(self, resource: Resource, **facts: Any) -> Resource:
        """`resource` with some `facts` of its body replaced, as it is kept now; None takes no fact away.

        Raises ApiError 404 where it was deleted meanwhile.
        """
        with self.lock:
            now = self.need(resource.owner, resource.kind, resource.id, resource.parent)
            body = {**now.body, **facts}
            sql = "UPDATE resource SET body = ? WHERE number = ?"
            self._connection.execute(sql, (to_json(body).decode(), now.number))
        return now._replace(body=body)

    def delete(self, resource: Resource) -> None:
        """Forget it, its bytes, and all that belongs to it. A list can still be read on from where it was."""
        with self.lock:
            self._remove_with(resource.kind, resource.id, resource.owner)
            sql = "UPDATE resource SET body = NULL, expires = NULL WHERE number = ?"
            self._connection.execute(sql, (resource.number,))

    def page(
        self,
        owner: str,
        kind: str,
        query: PageQuery,
        parent: str = "",
        keep: Callable[[Resource], bool] | None = None,
    ) -> Page:
        """The part of the list that `query` asks for, of those that are to `keep`.

        Raises ApiError 400 for an `after` or `before` that never was in this list.
        """
        backwards = bool(query.before and not query.after)
        rising = (query.order == "asc") != backwards
        where = "parent = ? AND kind = ? AND owner = ?"
        values: list[str | int | float] = [parent, kind, owner]
        with self.lock:
            bounds = {name: self._place(owner, kind, parent, query, name) for name in ("after", "before")}
            for name, number in bounds.items():
                if number is not None:
                    where += f" AND number {'>' if (query.order == 'asc') == (name == 'after') else '<'} ?"
                    values.append(number)
            sql = (
                f"SELECT * FROM resource WHERE {where} AND {ALIVE} "
                f"ORDER BY number {'ASC' if rising else 'DESC'}"
            )
            items = self._taken(sql, (*values, self.clock.wall()), query.limit + 1, keep)
        shown = items[: query.limit]
        return Page(shown[::-1] if backwards else shown, len(items) > query.limit)

    def children(self, resource: Resource, kind: str) -> list[Resource]:
        """All of `kind` that belong to it, the oldest first; at most resources.max_objects."""
        everything = PageQuery(self.settings.max_objects, "asc")
        return self.page(resource.owner, kind, everything, resource.id).items

    def every(self, kind: str) -> list[Resource]:
        """All of `kind`, whosever they are, the oldest first."""
        sql = f"SELECT * FROM resource WHERE kind = ? AND {ALIVE} ORDER BY number"
        with self.lock:
            rows = self._connection.execute(sql, (kind, self.clock.wall())).fetchall()
        return [_resource(row) for row in rows]

    def close(self) -> None:
        """Leave one plain file, if there is one."""
        if connection := vars(self).pop("_connection", None):
            connection.close()

    def _taken(
        self, sql: str, values: tuple[Any, ...], limit: int, keep: Callable[[Resource], bool] | None
    ) -> list[Resource]:
        found: list[Resource] = []
        for row in self._connection.execute(sql, values):
            resource = _resource(row)
            if keep is None or keep(resource):
                found.append(resource)
            if len(found) == limit:
                break
        return found

    def _place(self, owner: str, kind: str, parent: str, query: PageQuery, name: str) -> int | None:
        """The number of a cursor, deleted or not."""
        id: str = getattr(query, name)
        if not id:
            return None
        sql = f"SELECT number FROM resource WHERE {ONE}"
        if row := self._connection.execute(sql, (kind, id, parent, owner)).fetchone():
            return int(row[0])
        message = f"Invalid '{name}': no {kind} with id '{id[:200]}' is in this list."
        raise ApiError(400, message, param=name, code="invalid_value")

    def _known(self, kind: str, id: str) -> bool:
        sql = "SELECT 1 FROM resource WHERE kind = ? AND id = ?"
        return self._connection.execute(sql, (kind, id)).fetchone() is not None

    def _forget(self, kind: str, now: float) -> None:
        """Make room for one of `kind`: first what is over, then the oldest."""
        if kind not in self._counts:
            sql = "SELECT count(*) FROM resource WHERE kind = ?"
            self._counts[kind] = self._connection.execute(sql, (kind,)).fetchone()[0]
        self._remove("expires <= ?", (now,))
        if self._counts[kind] >= self.settings.max_objects:
            oldest = "SELECT number FROM resource WHERE kind = ? ORDER BY number LIMIT 1"
            self._remove(f"number = ({oldest})", (kind,))

    def _remove(self, where: str, values: tuple[Any, ...]) -> None:
        """Rows without a trace, with all that goes with them."""
        sql = f"DELETE FROM resource WHERE {where} RETURNING kind, id, owner"
        for kind, id, owner in self._connection.execute(sql, values).fetchall():
            if kind in self._counts:
                self._counts[kind] -= 1
            self._remove_with(kind, id, owner)

    def _remove_with(self, kind: str, id: str, owner: str) -> None:
        """Its bytes and what belongs to it; an id without a prefix is that of something else."""
        if KINDS[kind].prefix:
            self.blobs.drop(id)
            self._remove("parent = ? AND owner = ?", (id, owner))


def _resource(row: Sequence[Any]) -> Resource:
    number, owner, kind, id, parent, created, expires, body = row
    return Resource(number, owner, kind, id, parent, created, expires, from_json(body))
